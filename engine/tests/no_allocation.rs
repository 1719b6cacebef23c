//! Deciding a payment allocates nothing, and neither does filling a payment that was used before.

use std::hint::black_box;

use allocation_counter::measure;
use waypost_dsl::Sources;
use waypost_dsl::hir::{FactId, Value};
use waypost_engine::{Digest, Payment, Snapshot, compile, evaluate};
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::{random, written};

/// Snapshots of all kinds: one with all that the language has, and short and long ones with facts of all types.
fn snapshots() -> impl Iterator<Item = (Draw, Snapshot)> {
    let random = (0..24).map(|seed| {
        let mut draw = Draw::seeded(seed);
        let policy = random::policy(&mut draw, if seed % 3 == 0 { 300 } else { 10 });
        (draw, compile(policy, Digest::of(&Sources::default())))
    });
    std::iter::once((Draw::seeded(7), written::complete())).chain(random)
}

#[test]
fn the_counter_sees_an_allocation() {
    assert_eq!(measure(|| _ = black_box(vec![1])).count_total, 1);
}

#[test]
fn deciding_allocates_nothing() {
    for (mut draw, snapshot) in snapshots() {
        let corners = Corners::of_policy(snapshot.policy());
        for _ in 0..50 {
            let mut payment = payments::payment(&mut draw, snapshot.policy(), &corners);
            assert_eq!(measure(|| assert_eq!(snapshot.complete(&mut payment), Ok(()))).count_total, 0);
            assert_eq!(measure(|| _ = black_box(evaluate(&snapshot, &payment))).count_total, 0);
        }
    }
}

#[test]
fn filling_a_used_payment_allocates_nothing() {
    for (mut draw, snapshot) in snapshots() {
        let facts = &snapshot.policy().facts;
        let corners = Corners::of_policy(snapshot.policy());
        let mut reused = Payment::new(facts);
        for _ in 0..20 {
            let payment = payments::payment(&mut draw, snapshot.policy(), &corners);
            let values: Vec<(FactId, Value<'_>)> =
                facts.given().filter_map(|(id, _)| Some((id, payment.value(facts, id)?))).collect();
            let filled = measure(|| {
                reused.clear();
                let fits = values.iter().all(|&(fact, value)| reused.set(facts, fact, value).is_ok());
                assert!(fits && snapshot.complete(&mut reused).is_ok());
            });
            assert_eq!(filled.count_total, 0, "{values:?}");
        }
    }
}
