//! Large sets of keys answer as plain ones do.

use std::collections::BTreeSet;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use waypost_dsl::space::{ABSENT, KeySet};

use super::Members;

/// Whether both say the same of the keys at the ends of all stretches and beside them, and at the ends of the line.
fn agree(keys: &KeySet) {
    let members = Members::of(keys);
    let ends = keys.ranges().iter().flat_map(|&(first, last)| [first, last]);
    let around = ends.flat_map(|end| [end.saturating_sub(1), end, end.saturating_add(1)]);
    for key in around.chain([0, 1, u64::MAX / 2, u64::MAX / 2 + 1, ABSENT - 1, ABSENT]) {
        assert_eq!(members.contains(key), keys.contains(key), "{key} in {keys:?}");
    }
}

#[test]
fn few_stretches_may_span_almost_the_whole_line() {
    let end = u64::MAX - 1;
    agree(&KeySet::EMPTY);
    agree(&KeySet::range(0, end));
    agree(&KeySet::point(end));
    agree(&KeySet::from_ranges([(0, 10), (end - 10, end)]));
    agree(&KeySet::from_ranges([(0, 10), (1 << 62, 1 << 63), (end - 10, end)]));
    agree(&KeySet::from_ranges([(0, end / 2), (end / 2 + 2, end)]));
    agree(&KeySet::from_ranges((0..64).map(|bit| (1 << bit, 1 << bit))));
}

#[test]
fn neighbouring_keys_are_pieces_of_their_own() {
    agree(&KeySet::from_ranges((0..1_000).map(|place| (place * 2, place * 2))));
    agree(&KeySet::from_ranges((0..1_000).map(|place| (place * 3, place * 3 + 1))));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn it_holds_the_very_keys_it_was_made_of(keys in btree_set(0_u64..2_000, 0..600), more: Vec<u64>) {
        let keys: BTreeSet<u64> = keys.into_iter().chain(more.into_iter().filter(|key| *key != ABSENT)).collect();
        let members = Members::of(&KeySet::from_ranges(keys.iter().map(|&key| (key, key))));
        for key in (0..2_010).chain(keys.iter().flat_map(|key| [key.saturating_sub(1), *key, key + 1])).chain([ABSENT]) {
            prop_assert_eq!(members.contains(key), keys.contains(&key), "{}", key);
        }
    }

    #[test]
    fn it_holds_the_very_stretches_it_was_made_of(ends in vec(0..ABSENT, 0..40)) {
        agree(&KeySet::from_ranges(ends.chunks(2).filter_map(|ends| Some((*ends.first()?, *ends.last()?)))));
    }
}
