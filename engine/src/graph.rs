//! Decision graphs: an ordered list of rules, compiled so that the first one that a payment meets is found by a few
//! look-ups. They go back to the decision diagrams of packet classification (Gouda and Liu, *Structured firewall
//! design*, 2007), cut open where a diagram would explode (`HiCuts`, `HyperCuts`: Gupta and `McKeown` 1999, Singh et al.
//! 2003), and end in bit matrices (Lakshman and Stiliadis, *High-speed policy-based packet forwarding*, 1998).

pub(crate) use boxes::{Boxes, lines};
pub(crate) use build::build;

mod boxes;
mod breaks;
mod build;
mod census;
mod choose;
mod classes;
mod layout;
mod leaf;
mod pool;
mod prune;
mod scope;
mod split;
mod target;

use pool::Pool;
use target::{Ref, Target};

use crate::keys::{Axes, Lookup};
use crate::payment::Payment;

/// A decision graph: nodes of fixed size, and pools of numbers that they point into.
///
/// ```text
///             lookup  classes  cuts  targets
///            ┌───────┬────────┬─────┬───────┐      a Test branches on the key of one axis
///     tests  │country│   3    │  ●  │   ●   │
///            └───────┴────────┴──│──┴───│───┘
///                                ▼      ▼
///     cuts, targets           [57,82]  [→leaf 1, →test 4, →leaf 1]
///
///            columns   targets   miss
///            ┌───────┬─────────┬──────┐             a Leaf looks at up to 64 boxes at once
///    leaves  │  ● 2  │    ●    │→leaf3│
///            └──│────┴────│────┴──────┘
///               ▼         ▼
///   columns  amount: cuts [3000,9000], rows […0111, …0101, …1101]      one row a class: the boxes that allow it
///            method: direct,           rows […1001, …0110]
///                                                     AND of one row a column, the lowest bit is the first match:
///   targets  [→rule 7, →rule 7, →rule 9, …]           its target; no bit: on to `miss`
/// ```
///
/// Small lines (`direct`) are their own table: the key is the class. A node only refers to nodes made before it, so
/// every walk ends.
#[derive(Debug)]
pub(crate) struct Graph {
    root: Ref,
    tests: Vec<Test>,
    leaves: Vec<Leaf>,
    columns: Vec<Column>,
    numbers: Pool<u64>,
    targets: Pool<Ref>,
    longest: u32,
}

/// How the keys on one axis fall into classes.
#[derive(Debug, Clone, Copy)]
struct Classing {
    lookup: Lookup,
    /// Where the cuts begin in `numbers`, or [`Classing::DIRECT`].
    cuts: u32,
    /// The number of the last class.
    last: u32,
}

impl Classing {
    /// In place of cuts: the key is the class, and all greater keys are in the last.
    const DIRECT: u32 = u32::MAX;
    /// More cuts than that stand behind an index, which holds the first of each block.
    const PLAIN: usize = 64;
    const BLOCK: usize = 16;
}

/// A branch on one axis.
#[derive(Debug, Clone, Copy)]
struct Test {
    by: Classing,
    targets: u32,
}

/// Up to 64 boxes as a bit matrix.
#[derive(Debug, Clone, Copy)]
struct Leaf {
    columns: u32,
    width: u32,
    targets: u32,
    miss: Ref,
}

/// What the key on one axis leaves of the boxes of a leaf.
#[derive(Debug, Clone, Copy)]
struct Column {
    by: Classing,
    rows: u32,
}

/// How large a graph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// How many nodes branch on one axis.
    pub tests: usize,
    /// How many nodes look at up to 64 boxes at once.
    pub leaves: usize,
    /// How many bytes all nodes take.
    pub bytes: usize,
    /// How many nodes the longest walk visits.
    pub longest: u32,
}

impl Graph {
    /// The number of the first rule that the payment meets.
    pub(crate) fn first(&self, axes: &Axes, payment: &Payment) -> Option<u32> {
        self.walk(axes, payment, || ())
    }

    /// How many nodes the walk of the payment visits.
    pub(crate) fn path(&self, axes: &Axes, payment: &Payment) -> u32 {
        let mut nodes = 0;
        self.walk(axes, payment, || nodes += 1);
        nodes
    }

    /// The first rule that the payment meets; `visit` is called for each node on the way.
    #[inline]
    fn walk(&self, axes: &Axes, payment: &Payment, mut visit: impl FnMut()) -> Option<u32> {
        let mut at = self.root;
        loop {
            if matches!(at.target(), Target::Test(_) | Target::Leaf(_)) {
                visit();
            }
            at = match at.target() {
                Target::Rule(rule) => return Some(rule),
                Target::Nothing => return None,
                Target::Test(place) => {
                    let test = self.tests.get(place)?;
                    let class = self.class(test.by, axes, payment);
                    self.targets.get(test.targets, class)?
                }
                Target::Leaf(place) => self.search(self.leaves.get(place)?, axes, payment)?,
            };
        }
    }

    /// Where a leaf leads.
    fn search(&self, leaf: &Leaf, axes: &Axes, payment: &Payment) -> Option<Ref> {
        let first = leaf.columns as usize;
        let mut live = u64::MAX;
        for column in self.columns.get(first..first + leaf.width as usize)? {
            live &= self.numbers.get(column.rows, self.class(column.by, axes, payment))?;
            if live == 0 {
                return Some(leaf.miss);
            }
        }
        self.targets.get(leaf.targets, live.trailing_zeros() as usize)
    }

    /// The class of the payment's key.
    #[inline]
    fn class(&self, by: Classing, axes: &Axes, payment: &Payment) -> usize {
        let key = axes.key(payment, by.lookup);
        let last = by.last as usize;
        if by.cuts == Classing::DIRECT {
            return usize::try_from(key).unwrap_or(usize::MAX).min(last);
        }
        match last {
            0..=8 => not_above(self.numbers.slice(by.cuts, last), key),
            9..=Classing::PLAIN => self.numbers.slice(by.cuts, last).partition_point(|&cut| cut <= key),
            _ => self.class_by_block(by.cuts, last, key),
        }
    }

    /// The class by many cuts: first its block, by a few numbers that stay in the nearest cache, then its place there.
    fn class_by_block(&self, start: u32, last: usize, key: u64) -> usize {
        let count = last.div_ceil(Classing::BLOCK);
        let both = self.numbers.slice(start, count + last);
        let (heads, cuts) = both.split_at_checked(count).unwrap_or_default();
        let before = heads.partition_point(|&first| first <= key).saturating_sub(1) * Classing::BLOCK;
        let block = cuts.get(before..(before + Classing::BLOCK).min(last)).unwrap_or_default();
        before + not_above(block, key)
    }

    /// How large it is.
    pub(crate) fn figures(&self) -> Figures {
        let bytes = size_of_val(self.tests.as_slice())
            + size_of_val(self.leaves.as_slice())
            + size_of_val(self.columns.as_slice())
            + self.numbers.bytes()
            + self.targets.bytes();
        Figures { tests: self.tests.len(), leaves: self.leaves.len(), bytes, longest: self.longest }
    }
}

/// How many of a few cuts are not above the key: all of them are compared at once.
#[inline]
fn not_above(cuts: &[u64], key: u64) -> usize {
    cuts.iter().map(|&cut| usize::from(cut <= key)).sum()
}
