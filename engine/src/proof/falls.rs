//! On which side of a split payments fall: by the values of its fact, where there are few.

use waypost_dsl::hir::{ConnectorId, Split, Type};
use waypost_dsl::space::{ABSENT, KeySet, Region};

use crate::proof::Proofs;
use crate::split::side_with;

/// How many values a fact may have for its sides to be told apart.
const FEW: u64 = 4_096;

impl Proofs<'_> {
    /// The sides of a split, each with the keys of its fact that fall on it; nothing if the fact has too many values to tell.
    pub(crate) fn sides(&self, split: &Split) -> Option<Vec<(ConnectorId, KeySet)>> {
        let facts = &self.policy.facts;
        let ty = &facts[split.by].ty;
        let whole = self.space().whole(self.space().axis(split.by));
        let there = whole.minus(&KeySet::point(ABSENT));
        let count =
            there.ranges().iter().fold(0_u64, |all, (first, last)| all.saturating_add(last - first + 1));
        if count > FEW || *ty == Type::Text {
            return None;
        }
        let mut sides: Vec<Vec<u64>> = vec![vec![]; split.sides.len()];
        let keys = there.ranges().iter().flat_map(|&(first, last)| first..=last);
        for key in keys.chain(whole.contains(ABSENT).then_some(ABSENT)) {
            // Payments without the fact fall on the first side.
            let place = ty.value(key).map_or(0, |value| side_with(facts, split, value));
            sides.get_mut(place).into_iter().for_each(|side| side.push(key));
        }
        let keys = sides.into_iter().map(|keys| KeySet::from_ranges(keys.into_iter().map(|key| (key, key))));
        Some(split.sides.iter().map(|(connector, _)| *connector).zip(keys).collect())
    }

    /// The payments that fall on a side of `split` that `is_meant`; nothing if the fact has too many values to tell.
    pub(crate) fn falling(
        &self,
        split: &Split,
        is_meant: impl Fn(ConnectorId) -> bool,
    ) -> Option<Vec<Region>> {
        let meant = self.sides(split)?.into_iter().filter(|(connector, _)| is_meant(*connector));
        let keys = meant.fold(KeySet::EMPTY, |all, (_, keys)| all.union(&keys));
        Some(Region::everything().with(self.space().axis(split.by), &keys).into_iter().collect())
    }
}
