//! Deciding a payment allocates nothing, and neither does filling a payment that was used before.

#[expect(dead_code, reason = "all choices come from seeds")]
#[path = "generate/draw.rs"]
mod draw;
#[expect(dead_code, reason = "no payment is refused here")]
#[path = "generate/payments.rs"]
mod payments;
#[path = "generate/random.rs"]
mod random;
#[path = "generate/written.rs"]
mod written;

use std::hint::black_box;

use allocation_counter::measure;
use draw::Draw;
use payments::Corners;
use waypost_dsl::Sources;
use waypost_dsl::hir::{FactId, Value};
use waypost_engine::{Digest, Payment, Snapshot, compile, evaluate};

/// Snapshots of all kinds: one with all that the language has, and short and long ones with facts of all types.
fn snapshots() -> impl Iterator<Item = (Draw, Snapshot)> {
    let complete = written::compiled(include_str!("generate/complete.way"), list);
    let random = (0..24).map(|seed| {
        let mut draw = Draw::seeded(seed);
        let policy = random::policy(&mut draw, if seed % 3 == 0 { 300 } else { 10 });
        (draw, compile(policy, Digest::of(&Sources::default())))
    });
    std::iter::once((Draw::seeded(7), complete)).chain(random)
}

/// The files of the complete policy: of two kinds of lists one that is too long to count as written out.
fn list(file: &str) -> Option<String> {
    let lines = |line: fn(u32) -> String| Some((0..1_000).map(line).collect());
    match file {
        "bins.csv" => lines(|number| format!("{:06}\n", number * 997)),
        "merchants.csv" => lines(|number| format!("m{number}\n")),
        "few.csv" => Some("42\n0042\n555\n".to_owned()),
        "countries.csv" => Some("CU\nKP\n".to_owned()),
        _ => None,
    }
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
