//! Where the sides of a split begin and end, to the last hash.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Spelled, side_of};

/// The first hash behind so many percent of all, by plain division: the least one with `hash × 100 ≥ percent × 2⁶⁴`.
fn first_behind(percent: u8) -> u128 {
    (u128::from(percent) << 64).div_ceil(100)
}

#[test]
fn the_last_hash_before_an_end_is_inside_and_the_next_one_is_not() {
    for percent in 1..100 {
        let behind = u64::try_from(first_behind(percent)).unwrap_or(u64::MAX);
        let side = |hash| side_of(hash, [percent, 100 - percent].into_iter());
        assert_eq!((side(behind - 1), side(behind)), (0, 1), "{percent}%");
    }
}

#[test]
fn the_first_and_the_last_hash_are_on_the_first_and_the_last_side() {
    for shares in [vec![100], vec![1, 99], vec![99, 1], vec![1; 100]] {
        assert_eq!(side_of(0, shares.iter().copied()), 0);
        assert_eq!(side_of(u64::MAX, shares.iter().copied()), shares.len() - 1);
    }
}

#[test]
fn a_half_is_a_half() {
    let side = |hash| side_of(hash, [50, 50].into_iter());
    assert_eq!((side((1 << 63) - 1), side(1 << 63)), (0, 1));
}

#[test]
fn numbers_are_spelled_to_the_last_digit() {
    for number in [i64::MIN, -1, 0, 7, i64::MAX] {
        assert_eq!(Spelled::of(&number).as_str(), number.to_string());
    }
}

/// Shares that sum to 100, by the places where they end.
fn shares() -> impl Strategy<Value = Vec<u8>> {
    vec(1_u8..100, 0..8).prop_map(|mut ends| {
        ends.extend([0, 100]);
        ends.sort_unstable();
        ends.dedup();
        ends.iter().zip(ends.iter().skip(1)).map(|(begin, end)| end - begin).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_side_is_where_the_percentage_of_the_hash_lies(hash: u64, shares in shares()) {
        let percent = (u128::from(hash) * 100) >> 64;
        let side = side_of(hash, shares.iter().copied());
        let before: u128 = shares.iter().take(side).map(|share| u128::from(*share)).sum();
        let share = shares.get(side).map_or(0, |share| u128::from(*share));
        prop_assert!((before..before + share).contains(&percent), "{percent}% is not on side {side}");
    }

    #[test]
    fn a_side_keeps_its_payments_where_those_before_it_keep_their_shares(hash: u64, shares in shares(), cut in 1_u8..100) {
        let Some((&last, kept)) = shares.split_last() else { return Ok(()) };
        let first = cut % last;
        let divided = kept.iter().copied().chain([first, last - first].into_iter().filter(|share| *share > 0));
        let (old, new) = (side_of(hash, shares.iter().copied()), side_of(hash, divided));
        prop_assert!(new == old || (old == kept.len() && new == old + 1));
    }

    #[test]
    fn a_first_side_that_grows_loses_nothing(hash: u64, less in 1_u8..99, more in 1_u8..99) {
        let (less, more) = (less.min(more), less.max(more));
        let side = |share| side_of(hash, [share, 100 - share].into_iter());
        prop_assert!(side(less) == 1 || side(more) == 0);
    }
}
