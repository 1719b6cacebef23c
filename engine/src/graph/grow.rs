//! Grows one graph: from the list of all boxes down to leaves, each different list once, as a decision diagram has each
//! function once (Bryant, *Graph-based algorithms for Boolean function manipulation*, 1986).
//!
//! What keeps it from exploding is the same in every run: a budget for how long the lists of a level may be together,
//! divided among the children of a test; a budget of work; and a depth. Where one ends, the list becomes a chain of
//! leaves, which is always possible and no longer than the list.

use rustc_hash::FxHashMap;
use waypost_dsl::space::AxisId;

use crate::graph::arena::{Arena, Root};
use crate::graph::boxes::{BoxId, Boxes};
use crate::graph::choose::{Way, choose};
use crate::graph::forest::groups;
use crate::graph::leaf;
use crate::graph::prune::prune;
use crate::graph::scope::Scope;
use crate::graph::split::{Split, split};
use crate::graph::target::Ref;
use crate::graph::words::Head;
use crate::graph::write::Writer;
use crate::graph::{Figures, Graph};

/// What a graph is grown with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// The most boxes of a leaf.
    pub(super) width: usize,
    /// How many times longer than the whole list the lists behind all tests may be together; without any growth there
    /// are no tests.
    pub(super) growth: u64,
    /// The most graphs that the list is parted into.
    pub(super) groups: usize,
    /// How many bytes it may take.
    pub(super) most_bytes: usize,
}

/// How many boxes the lists behind tests may have, however short the whole list is.
const LEAST: u64 = 512;
/// How many boxes may be looked at, for each box that the budget allows.
const WORK: u64 = 32;
/// How deep the calls may nest; a test takes two levels.
const DEPTH: u32 = 32;

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
    settings: Settings,
    made: FxHashMap<Goal, Ref>,
    work: u64,
    writer: Writer,
    figures: Figures,
    /// For each node how many nodes the longest walk from it visits.
    longest: FxHashMap<Ref, u32>,
}

/// The graph that these settings lead to; nothing if it would be too large.
pub(super) fn grow(boxes: &Boxes<'_>, settings: Settings) -> Option<Graph> {
    let live: Vec<BoxId> = boxes.ids().collect();
    let total = live.len() as u64;
    let allowed = if settings.growth == 0 { 0 } else { settings.growth * total + LEAST };
    let mut builder = Builder {
        scope: Scope::new(boxes),
        settings,
        made: FxHashMap::default(),
        work: allowed * WORK,
        writer: Writer::default(),
        figures: Figures::default(),
        longest: FxHashMap::default(),
    };
    let whole = Allowance { boxes: allowed, depth: DEPTH };
    let mut roots = vec![];
    for group in groups(&builder.scope, live, settings.groups) {
        let least = group.first().map_or(0, |&id| boxes.rule(id));
        let at = builder.node(&group, Ref::NOTHING, whole.share(group.len(), total));
        roots.push(Root { at, least });
    }
    roots.sort_by_key(|root| root.least);
    builder.finish(roots)
}

impl Builder<'_> {
    fn finish(self, roots: Vec<Root>) -> Option<Graph> {
        if self.is_too_large() {
            return None;
        }
        let longest = roots.iter().map(|root| self.longest(root.at)).sum();
        let boxes = self.scope.boxes;
        let arena = Arena::new(self.writer.finish(), roots.into(), boxes.slots(), boxes.rules());
        debug_assert!(arena.is_ok(), "{arena:?}");
        let arena = arena.ok()?;
        Some(Graph { figures: Figures { bytes: arena.bytes(), longest, ..self.figures }, arena })
    }

    /// Whether it is of no use to go on.
    fn is_too_large(&self) -> bool {
        self.writer.bytes() > self.settings.most_bytes
    }

    /// The node for a list.
    fn node(&mut self, boxes: &[BoxId], miss: Ref, allowed: Allowance) -> Ref {
        let pruned = prune(&self.scope, boxes);
        let miss = pruned.certain.map_or(miss, |id| Ref::rule(self.scope.boxes.rule(id)));
        if pruned.live.is_empty() || self.is_too_large() {
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
        if live.len() <= self.settings.width || allowed.depth == 0 || self.work == 0 {
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
        let test = self.writer.test(&self.scope.boxes.lines()[axis], &split.classes, &targets);
        let longest = children.iter().map(|&child| self.longest(child)).max().unwrap_or(0);
        self.longest.insert(test, 1 + longest);
        self.figures.tests += 1;
        test
    }

    /// Leaves, each going on to the next.
    fn chain(&mut self, boxes: &[BoxId], miss: Ref) -> Ref {
        boxes.chunks(self.settings.width).rev().fold(miss, |miss, boxes| self.leaf(boxes, miss))
    }

    fn leaf(&mut self, boxes: &[BoxId], miss: Ref) -> Ref {
        let columns = leaf::columns(&self.scope, boxes);
        if columns.len() > Head::MAX {
            let (first, last) = boxes.split_at(boxes.len() / 2);
            let miss = self.leaf(last, miss);
            return self.leaf(first, miss);
        }
        let lines = self.scope.boxes.lines();
        let rules: Vec<u32> = boxes.iter().map(|&id| self.scope.boxes.rule(id)).collect();
        let leaf = self.writer.leaf(&columns, |column| &lines[column.axis], &rules, miss);
        self.longest.insert(leaf, 1 + self.longest(miss));
        self.figures.leaves += 1;
        leaf
    }

    /// How many nodes the longest walk from `start` visits.
    fn longest(&self, start: Ref) -> u32 {
        self.longest.get(&start).copied().unwrap_or(0)
    }
}

impl Allowance {
    /// The part of it for `len` of `total` boxes, one test further down.
    fn share(self, len: usize, total: u64) -> Self {
        let boxes = u128::from(self.boxes) * len as u128 / u128::from(total.max(1));
        Self { boxes: u64::try_from(boxes).unwrap_or(u64::MAX), depth: self.depth.saturating_sub(1) }
    }
}
