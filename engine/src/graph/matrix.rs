//! Leaves without a graph: they tell all boxes that a payment lies in, not only the first.

use crate::graph::arena::{Arena, Root};
use crate::graph::boxes::{BoxId, Boxes};
use crate::graph::leaf::{self, Matrix as Column};
use crate::graph::scope::Scope;
use crate::graph::target::Ref;
use crate::graph::words::Head;
use crate::graph::write::Writer;
use crate::keys::Keys;

/// Up to [`Matrix::BOXES`] boxes of several rules.
#[derive(Debug)]
pub(crate) struct Matrix {
    arena: Arena,
    /// For each rule its boxes: a bit for each.
    rules: Vec<[u64; 4]>,
}

impl Matrix {
    /// The most boxes.
    pub(crate) const BOXES: usize = Arena::BROAD;

    /// The boxes of `rules` rules.
    #[expect(
        clippy::expect_used,
        reason = "a fault in an arena is the writer's, and no decision may rest on it"
    )]
    pub(crate) fn of(boxes: &Boxes<'_>, rules: usize) -> Self {
        let all: Vec<BoxId> = boxes.ids().collect();
        let numbers: Vec<u32> = all.iter().map(|&id| boxes.rule(id)).collect();
        let columns = leaf::columns(&Scope::new(boxes), &all);
        let mut writer = Writer::default();
        let mut leaf = |columns: &[Column]| {
            let at = writer.leaf(columns, |column| &boxes.lines()[column.axis], &numbers, Ref::NOTHING);
            Root { at, least: 0 }
        };
        // One leaf, unless there are more columns than it may have; of a matrix without columns, nobody is limited.
        let roots = columns.chunks(Head::MAX).map(&mut leaf).collect();
        let arena = Arena::new(writer.finish(), roots, boxes.slots(), boxes.rules());
        let mut bits = vec![[0_u64; 4]; rules];
        for (place, &rule) in numbers.iter().enumerate() {
            if let Some(word) = bits.get_mut(rule as usize).and_then(|bits| bits.get_mut(place / 64)) {
                *word |= 1 << (place % 64);
            }
        }
        Self { arena: arena.expect("a leaf of boxes is an arena"), rules: bits }
    }

    /// A bit for each box that the payment lies in.
    pub(crate) fn row(&self, keys: &impl Keys) -> [u64; 4] {
        self.arena.all(keys)
    }

    /// Whether one of the boxes in that row is of a rule.
    #[inline]
    pub(crate) fn has(&self, row: [u64; 4], rule: usize) -> bool {
        self.rules.get(rule).is_some_and(|bits| bits.iter().zip(row).any(|(bits, row)| bits & row != 0))
    }
}
