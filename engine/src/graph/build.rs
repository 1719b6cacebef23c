//! Builds a graph: from the list of all boxes down to leaves, each different list once.
//!
//! What keeps it from exploding is the same in every run: a budget for how long the lists of a level may be together,
//! divided among the children of a test; a budget of work; and a depth. Where one ends, the list becomes a chain of
//! leaves, which is always possible and no longer than the list.

use rustc_hash::FxHashMap;
use waypost_dsl::space::AxisId;

use crate::graph::boxes::{BoxId, Boxes};
use crate::graph::choose::{Way, choose};
use crate::graph::layout::lay_out;
use crate::graph::leaf::{self, WIDTH};
use crate::graph::pool::Interner;
use crate::graph::prune::prune;
use crate::graph::scope::Scope;
use crate::graph::split::{Split, split};
use crate::graph::target::{Ref, Target};
use crate::graph::{Column, Graph, Leaf, Test};

/// How many times longer than the whole list the lists behind all tests may be together.
const GROWTH: u64 = 12;
/// How many boxes may be looked at, for each box that the budget allows.
const WORK: u64 = 32;
/// How deep the calls may nest; a test takes two levels.
const DEPTH: u32 = 32;
/// Tests become tables on lines of up to so many keys a class, and columns of leaves likewise.
const TEST_DENSITY: u64 = 16;
const LEAF_DENSITY: u64 = 2;

/// What a node decides: the first match of a list behind some tests, and where to go without one. Two walks that come
/// to the same goal share its node.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Goal {
    live: Vec<BoxId>,
    tested: Vec<AxisId>,
    miss: Ref,
}

/// How much the nodes behind a place may still grow.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    boxes: u64,
    depth: u32,
}

#[derive(Debug)]
struct Builder<'b> {
    scope: Scope<'b>,
    made: FxHashMap<Goal, Ref>,
    work: u64,
    tests: Vec<Test>,
    leaves: Vec<Leaf>,
    columns: Vec<Column>,
    numbers: Interner<u64>,
    targets: Interner<Ref>,
    /// For each test and each leaf how many nodes the longest walk from it visits.
    from_tests: Vec<u32>,
    from_leaves: Vec<u32>,
}

/// Builds the graph that finds the first of `boxes` that a payment lies in.
pub(crate) fn build(boxes: &Boxes<'_>) -> Graph {
    let live: Vec<BoxId> = boxes.ids().collect();
    let allowed = GROWTH * live.len() as u64 + 512;
    let mut builder = Builder {
        scope: Scope::new(boxes),
        made: FxHashMap::default(),
        work: allowed * WORK,
        tests: vec![],
        leaves: vec![],
        columns: vec![],
        numbers: Interner::default(),
        targets: Interner::default(),
        from_tests: vec![],
        from_leaves: vec![],
    };
    let root = builder.node(&live, Ref::NOTHING, Allowance { boxes: allowed, depth: DEPTH });
    builder.finish(root)
}

impl Builder<'_> {
    fn finish(self, root: Ref) -> Graph {
        let longest = self.longest(root);
        Graph {
            root,
            tests: self.tests,
            leaves: self.leaves,
            columns: self.columns,
            numbers: self.numbers.finish(),
            targets: self.targets.finish(),
            longest,
        }
    }

    /// The node for a list.
    fn node(&mut self, boxes: &[BoxId], miss: Ref, allowed: Allowance) -> Ref {
        let pruned = prune(&self.scope, boxes);
        let miss = pruned.certain.map_or(miss, |id| Ref::rule(self.scope.boxes.rule(id)));
        if pruned.live.is_empty() {
            return miss;
        }
        self.work = self.work.saturating_sub(boxes.len() as u64);
        let tested = self.scope.tested(&pruned.live);
        let goal = Goal { live: pruned.live, tested, miss };
        if let Some(&made) = self.made.get(&goal) {
            return made;
        }
        let made = self.parts(&goal.live, miss, allowed, None);
        self.made.insert(goal, made);
        made
    }

    /// The nodes for a list, part by part. They are made from the end, since each part goes on to the next.
    fn parts(&mut self, live: &[BoxId], miss: Ref, allowed: Allowance, banned: Option<AxisId>) -> Ref {
        if live.len() <= WIDTH || allowed.depth == 0 || self.work == 0 {
            return self.chain(live, miss);
        }
        let mut next = miss;
        for part in choose(&self.scope, live, allowed.boxes, banned).into_iter().rev() {
            let boxes = live.get(part.range).unwrap_or_default();
            let allowed = allowed.share(boxes.len(), live.len() as u64);
            next = match part.way {
                Way::Leaves => self.chain(boxes, next),
                Way::Test(axis) => match split(&self.scope, axis, boxes, allowed.boxes) {
                    Some(split) => self.test(axis, &split, next, allowed),
                    None if banned.is_none() => self.parts(boxes, next, allowed, Some(axis)),
                    None => self.chain(boxes, next),
                },
            };
        }
        next
    }

    /// A test of `axis`.
    fn test(&mut self, axis: AxisId, split: &Split, miss: Ref, allowed: Allowance) -> Ref {
        let total: usize = split.lists.iter().map(|list| list.len() + 1).sum();
        self.scope.mark(axis, true);
        let children: Vec<Ref> = split
            .lists
            .iter()
            .map(|list| self.node(list, miss, allowed.share(list.len() + 1, total as u64)))
            .collect();
        self.scope.mark(axis, false);
        let targets: Vec<Ref> = split.list.iter().filter_map(|&place| children.get(place).copied()).collect();
        match targets.split_first() {
            Some((&only, rest)) if rest.iter().all(|&target| target == only) => return only,
            _ => {}
        }
        let line = &self.scope.boxes.lines()[axis];
        let (by, targets) = lay_out(&mut self.numbers, line, &split.classes, &targets, TEST_DENSITY);
        self.from_tests.push(1 + targets.iter().map(|&target| self.longest(target)).max().unwrap_or(0));
        self.tests.push(Test { by, targets: self.targets.add(&targets) });
        Ref::test(self.tests.len() - 1)
    }

    /// Leaves, each going on to the next.
    fn chain(&mut self, boxes: &[BoxId], miss: Ref) -> Ref {
        boxes.chunks(WIDTH).rev().fold(miss, |miss, boxes| self.leaf(boxes, miss))
    }

    fn leaf(&mut self, boxes: &[BoxId], miss: Ref) -> Ref {
        let first = u32::try_from(self.columns.len()).unwrap_or(u32::MAX);
        for matrix in leaf::columns(&self.scope, boxes) {
            let line = &self.scope.boxes.lines()[matrix.axis];
            let (by, rows) = lay_out(&mut self.numbers, line, &matrix.classes, &matrix.rows, LEAF_DENSITY);
            self.columns.push(Column { by, rows: self.numbers.add(&rows) });
        }
        let width = u32::try_from(self.columns.len()).unwrap_or(u32::MAX) - first;
        let targets: Vec<Ref> = boxes.iter().map(|&id| Ref::rule(self.scope.boxes.rule(id))).collect();
        self.from_leaves.push(1 + self.longest(miss));
        self.leaves.push(Leaf { columns: first, width, targets: self.targets.add(&targets), miss });
        Ref::leaf(self.leaves.len() - 1)
    }

    /// How many nodes the longest walk from `start` visits.
    fn longest(&self, start: Ref) -> u32 {
        let known = match start.target() {
            Target::Test(place) => self.from_tests.get(place),
            Target::Leaf(place) => self.from_leaves.get(place),
            Target::Rule(_) | Target::Nothing => None,
        };
        known.copied().unwrap_or(0)
    }
}

impl Allowance {
    /// The part of it for `len` of `total` boxes, one test further down.
    fn share(self, len: usize, total: u64) -> Self {
        let boxes = u128::from(self.boxes) * len as u128 / u128::from(total.max(1));
        Self { boxes: u64::try_from(boxes).unwrap_or(u64::MAX), depth: self.depth.saturating_sub(1) }
    }
}
