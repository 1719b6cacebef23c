//! Sets of keys. Every value of every type is a key, a number on the line of its fact, so that each test of a single
//! fact is a set of stretches of that line, and `not`, `and` and `or` over one fact are exact.

use smallvec::SmallVec;

/// The key of a fact that is not there; no value has it.
pub const ABSENT: u64 = u64::MAX;

/// A set of keys, as stretches from a first to a last key, both included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct KeySet {
    // INVARIANT: in order, and with a gap between any two.
    ranges: Ranges,
}

/// Most sets are one or two stretches, and proofs make millions of them.
type Ranges = SmallVec<[(u64, u64); 2]>;

impl KeySet {
    /// No key.
    pub const EMPTY: Self = Self { ranges: SmallVec::new_const() };

    /// Every key, that of an absent fact among them.
    pub fn full() -> Self {
        Self::range(0, u64::MAX)
    }

    /// The keys from `first` to `last`; none if `last` comes before `first`.
    pub fn range(first: u64, last: u64) -> Self {
        Self { ranges: (first <= last).then_some((first, last)).into_iter().collect() }
    }

    /// One key.
    pub fn point(key: u64) -> Self {
        Self::range(key, key)
    }

    /// All keys of these stretches, which may stand in any order and overlap.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (u64, u64)>) -> Self {
        let mut all: Ranges = ranges.into_iter().filter(|(first, last)| first <= last).collect();
        all.sort_unstable();
        let mut merged = Ranges::new();
        for (first, last) in all {
            match merged.last_mut() {
                Some(open) if first <= open.1.saturating_add(1) => open.1 = open.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Self { ranges: merged }
    }

    /// The stretches, in order.
    pub fn ranges(&self) -> &[(u64, u64)] {
        &self.ranges
    }

    /// Whether there is no key in it.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether `key` is in it.
    pub fn contains(&self, key: u64) -> bool {
        let place = self.ranges.partition_point(|&(_, last)| last < key);
        self.ranges.get(place).is_some_and(|&(first, _)| first <= key)
    }

    /// The least key.
    pub fn least(&self) -> Option<u64> {
        self.ranges.first().map(|&(first, _)| first)
    }

    /// The keys in this set, in `other`, or in both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self::from_ranges(self.ranges.iter().chain(&other.ranges).copied())
    }

    /// The keys in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        let mut ranges = Ranges::new();
        while let (Some(&&(a, b)), Some(&&(c, d))) = (mine.peek(), theirs.peek()) {
            if a.max(c) <= b.min(d) {
                ranges.push((a.max(c), b.min(d)));
            }
            if b <= d {
                mine.next()
            } else {
                theirs.next()
            };
        }
        Self { ranges }
    }

    /// The keys that are not in this set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut ranges = Ranges::new();
        let mut next = Some(0);
        for &(first, last) in &self.ranges {
            match next {
                Some(start) if start < first => ranges.push((start, first - 1)),
                _ => {}
            }
            next = last.checked_add(1);
        }
        ranges.extend(next.map(|start| (start, u64::MAX)));
        Self { ranges }
    }

    /// The keys of this set that are not in `other`.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// Whether every key of this set is in `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        if self.ranges.len() <= other.ranges.len() {
            return self.ranges.iter().all(|&(first, last)| {
                let place = other.ranges.partition_point(|&(_, end)| end < first);
                other.ranges.get(place).is_some_and(|&(start, end)| start <= first && last <= end)
            });
        }
        // Of what is left of an axis there are often hundreds of stretches, of what a condition asks for one or two.
        let within = |&(start, end): &(u64, u64)| {
            let from = self.ranges.partition_point(|&(first, _)| first < start);
            let to = self.ranges.partition_point(|&(_, last)| last <= end);
            to.saturating_sub(from)
        };
        other.ranges.iter().map(within).sum::<usize>() == self.ranges.len()
    }

    /// Whether the two sets have a key in common.
    pub fn intersects(&self, other: &Self) -> bool {
        let (few, many) = match self.ranges.len() < other.ranges.len() {
            true => (&self.ranges, &other.ranges),
            false => (&other.ranges, &self.ranges),
        };
        few.iter().any(|&(first, last)| {
            let place = many.partition_point(|&(_, end)| end < first);
            many.get(place).is_some_and(|&(start, _)| start <= last)
        })
    }
}
