//! On which side of a split payments fall: by the values of its fact, where there are few.

use waypost_dsl::hir::{ConnectorId, Split, Type};
use waypost_dsl::space::{ABSENT, KeySet, Region};

use crate::payment::Payment;
use crate::proof::Proofs;
use crate::split::side;

/// How many values a fact may have for its sides to be told apart.
const FEW: u64 = 4_096;

impl Proofs<'_> {
    /// The payments that fall on a side of `split` that `is_meant`; nothing if the fact has too many values to tell.
    pub(crate) fn falling(
        &self,
        split: &Split,
        is_meant: impl Fn(ConnectorId) -> bool,
    ) -> Option<Vec<Region>> {
        let facts = &self.policy.facts;
        let axis = self.space().axis(split.by);
        let whole = self.space().whole(axis);
        let there = whole.minus(&KeySet::point(ABSENT));
        let count =
            there.ranges().iter().fold(0_u64, |all, (first, last)| all.saturating_add(last - first + 1));
        if count > FEW || facts[split.by].ty == Type::Text {
            return None;
        }
        let falls = |key: u64| {
            let mut payment = Payment::new(facts);
            if let Some(value) = facts[split.by].ty.value(key) {
                payment.set(facts, split.by, value).ok()?;
            }
            split.sides.get(side(facts, split, &payment)).map(|(connector, _)| *connector)
        };
        let keys = there.ranges().iter().flat_map(|&(first, last)| first..=last);
        let absent = whole.contains(ABSENT).then_some(ABSENT);
        let meant = keys.chain(absent).filter(|key| falls(*key).is_some_and(&is_meant));
        let keys = KeySet::from_ranges(meant.map(|key| (key, key)));
        Some(Region::everything().with(axis, &keys).into_iter().collect())
    }
}
