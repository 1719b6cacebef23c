//! A batch is decided as its payments are by themselves, and as the reference decides them.

use proptest::prelude::*;
use waypost_dsl::Sources;
use waypost_dsl::hir::Rule;
use waypost_engine::{Batch, Digest, Payment, Snapshot, compile, evaluate, evaluate_all, reference};
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::shape::{self, Shape};
use waypost_generate::{inside, random, written};

fn batch_of(snapshot: &Snapshot, payments: &[Payment]) -> Batch {
    let mut batch = Batch::new(&snapshot.policy().facts);
    for payment in payments {
        batch.push(payment);
    }
    batch
}

/// Compares a batch with what is found for each of its payments by itself.
fn same(snapshot: &Snapshot, payments: &[Payment]) -> Result<(), TestCaseError> {
    let batch = batch_of(snapshot, payments);
    let by_themselves: Vec<_> = payments.iter().map(|payment| evaluate(snapshot, payment)).collect();
    let together = evaluate_all(snapshot, &batch, |decision| decision);
    prop_assert_eq!(&together, &by_themselves, "{:?}", payments);
    Ok(())
}

/// A policy, and complete payments for it, half of which are drawn near a rule.
fn drawn(draw: &mut Draw, rules: u64, count: usize) -> (Snapshot, Vec<Payment>) {
    let snapshot = compile(random::policy(draw, rules), Digest::of(&Sources::default()));
    let policy = snapshot.policy();
    let corners = Corners::of_policy(policy);
    let rules: Vec<&Rule> =
        policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| rule).collect();
    let next = |_| {
        let near = (!rules.is_empty() && draw.once_in(2)).then(|| *draw.pick::<&Rule>(&rules));
        let mut payment = match near {
            Some(rule) => payments::payment_near(draw, policy, &corners, rule),
            None => payments::payment(draw, policy, &corners),
        };
        assert_eq!(snapshot.complete(&mut payment), Ok(()), "a payment that can be is complete");
        payment
    };
    let payments = (0..count).map(next).collect();
    (snapshot, payments)
}

fn decide_alike(draw: &mut Draw, rules: u64, count: usize) -> Result<(), TestCaseError> {
    let (snapshot, payments) = drawn(draw, rules, count);
    same(&snapshot, &payments)?;
    for (payment, decision) in
        payments.iter().zip(evaluate_all(&snapshot, &batch_of(&snapshot, &payments), |decision| decision))
    {
        prop_assert_eq!(decision, reference::evaluate(snapshot.policy(), payment), "{:?}", payment);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_batch_is_decided_as_the_reference_decides_its_payments(
        tape in prop::collection::vec(any::<u32>(), 0..3000)
    ) {
        decide_alike(&mut Draw::taped(tape), 12, 24)?;
    }

    #[test]
    fn plans_of_a_batch_come_to_the_same_connectors(seed in any::<u64>()) {
        decide_alike(&mut Draw::seeded(seed), 0, 40)?;
    }

    #[test]
    fn payments_that_are_incomplete_are_decided_as_by_themselves(seed in any::<u64>()) {
        let mut draw = Draw::seeded(seed);
        let snapshot = compile(random::policy(&mut draw, 12), Digest::of(&Sources::default()));
        let flawed: Vec<Payment> = (0..24).map(|_| payments::flawed(&mut draw, snapshot.policy())).collect();
        let mut settled = flawed.clone();
        for payment in &mut settled {
            // Those that are refused are decided too.
            snapshot.complete(payment).ok();
        }
        same(&snapshot, &flawed)?;
        same(&snapshot, &settled)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn long_lists_of_rules_decide_a_batch_as_the_reference_does(seed in any::<u64>()) {
        decide_alike(&mut Draw::seeded(seed), 400, 100)?;
        decide_alike(&mut Draw::seeded(seed), 2_000, 200)?;
    }
}

#[test]
fn every_construct_of_the_language_decides_a_batch_as_the_reference_does() -> Result<(), TestCaseError> {
    let snapshot = written::complete();
    let mut draw = Draw::seeded(11);
    let corners = Corners::of_policy(snapshot.policy());
    let next = |_| {
        let mut payment = payments::payment(&mut draw, snapshot.policy(), &corners);
        assert_eq!(snapshot.complete(&mut payment), Ok(()));
        payment
    };
    let payments: Vec<Payment> = (0..2_000).map(next).collect();
    same(&snapshot, &payments)
}

#[test]
fn more_payments_than_one_thread_takes_keep_their_order() -> Result<(), TestCaseError> {
    for shape in Shape::ALL {
        let snapshot = shape::snapshot(shape, 1, 1_000);
        let payments = inside::payments(3, &snapshot, 9_000);
        same(&snapshot, &payments)?;
    }
    Ok(())
}
