//! The classes of an axis: the longest stretches of keys that a list of sets does not tell apart.

use std::ops::Range;

use waypost_dsl::space::KeySet;

/// Where the classes of an axis end: class 0 lies before the first cut, class `n` from cut `n − 1` on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Classes {
    /// The first key of every class but the first, in order.
    pub(super) cuts: Vec<u64>,
}

impl Classes {
    /// The classes that these sets make.
    pub(crate) fn of<'k>(sets: impl Iterator<Item = &'k KeySet>) -> Self {
        let ends = |&(first, last): &(u64, u64)| [first.checked_sub(1).map(|_| first), last.checked_add(1)];
        let mut cuts: Vec<u64> = sets.flat_map(|set| set.ranges().iter().flat_map(ends).flatten()).collect();
        cuts.sort_unstable();
        cuts.dedup();
        Self { cuts }
    }

    /// How many classes there are.
    pub(crate) fn len(&self) -> usize {
        self.cuts.len() + 1
    }

    /// The class of a key.
    pub(crate) fn class(&self, key: u64) -> usize {
        self.cuts.partition_point(|&cut| cut <= key)
    }

    /// The classes in a set that is one of those that made them.
    pub(crate) fn within(&self, set: &KeySet) -> impl Iterator<Item = Range<usize>> {
        set.ranges().iter().map(|&(first, last)| self.class(first)..self.class(last) + 1)
    }

    /// How many classes are in a set.
    pub(super) fn count(&self, set: &KeySet) -> usize {
        self.within(set).map(|range| range.len()).sum()
    }
}
