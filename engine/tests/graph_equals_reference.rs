//! The compiled graph and the reference evaluator decide alike, for every policy and every payment.

use proptest::prelude::*;
use waypost_dsl::Sources;
use waypost_dsl::hir::{Condition, FactId, Origin, Policy, Rule, Signal, Type, Value};
use waypost_engine::{Digest, Payment, Refusal, compile, evaluate, reference};
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::random;

/// Compares the two on `payments` payments for one policy, half of which are drawn near a rule.
fn decide_alike(draw: &mut Draw, rules: u64, payments: usize) -> Result<(), TestCaseError> {
    let snapshot = compile(random::policy(draw, rules), Digest::of(&Sources::default()));
    let policy = snapshot.policy();
    let corners = Corners::of_policy(policy);
    let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter());
    let rules: Vec<&Rule> = rules.map(|(_, rule)| rule).collect();
    for _ in 0..payments {
        let near = (!rules.is_empty() && draw.once_in(2)).then(|| *draw.pick::<&Rule>(&rules));
        let mut payment = match near {
            Some(rule) => payments::payment_near(draw, policy, &corners, rule),
            None => payments::payment(draw, policy, &corners),
        };
        prop_assert_eq!(snapshot.complete(&mut payment), Ok(()), "{:?}", payment);
        let decision = evaluate(&snapshot, &payment);
        prop_assert_eq!(decision, reference::evaluate(policy, &payment), "{:?}", payment);
    }
    Ok(())
}

/// Compares what completing a payment does with the plain meaning of `optional` and `only when`.
fn complete_alike(draw: &mut Draw) -> Result<(), TestCaseError> {
    let snapshot = compile(random::policy(draw, 0), Digest::of(&Sources::default()));
    for _ in 0..24 {
        let mut payment = payments::flawed(draw, snapshot.policy());
        let mut plain = payment.clone();
        let refusals = completed(snapshot.policy(), &mut plain);
        match snapshot.complete(&mut payment) {
            Ok(()) => prop_assert_eq!((&payment, refusals), (&plain, vec![])),
            Err(refusal) => prop_assert!(refusals.contains(&refusal), "{:?}: {:?}", payment, refusal),
        }
    }
    Ok(())
}

/// Gives what is not told its first value, and gives all reasons to refuse the payment.
fn completed(policy: &Policy, payment: &mut Payment) -> Vec<Refusal> {
    let given: Vec<FactId> = policy.facts.given().map(|(id, _)| id).collect();
    let mut settled = vec![];
    for &fact in &given {
        settle(policy, fact, payment, &mut settled);
    }
    let refusal = |&fact: &FactId| match (payment.has(&policy.facts, fact), allowed(policy, fact, payment)) {
        (true, false) => Some(Refusal::Unexpected(fact)),
        (false, true) if !policy.facts[fact].optional => Some(Refusal::Missing(fact)),
        _ => None,
    };
    given.iter().filter_map(refusal).collect()
}

/// Makes a flag false that was not given, and a connector healthy, after the facts that its `only when` names.
fn settle(policy: &Policy, fact: FactId, payment: &mut Payment, settled: &mut Vec<FactId>) {
    if settled.contains(&fact) {
        return;
    }
    settled.push(fact);
    let declared = &policy.facts[fact];
    for need in declared.only_when.iter().flat_map(Condition::facts) {
        settle(policy, policy.facts.base(need), payment, settled);
    }
    let first = match (&declared.ty, declared.origin) {
        (Type::Flag, _) => Value::Flag(false),
        (_, Origin::Signal(_, Signal::Health)) => Value::OneOf(0),
        _ => return,
    };
    let absent = !declared.optional && !payment.has(&policy.facts, fact);
    if absent && allowed(policy, fact, payment) {
        assert_eq!(payment.set(&policy.facts, fact, first), Ok(()), "a first value fits");
    }
}

fn allowed(policy: &Policy, fact: FactId, payment: &Payment) -> bool {
    policy.facts[fact].only_when.as_ref().is_none_or(|when| reference::holds(policy, when, payment))
}

fn tape() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(any::<u32>(), 0..3000)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_graph_decides_as_the_reference_does(tape in tape()) {
        decide_alike(&mut Draw::taped(tape), 12, 24)?;
    }

    #[test]
    fn plans_come_to_what_the_reference_says(seed in any::<u64>()) {
        decide_alike(&mut Draw::seeded(seed), 0, 40)?;
    }

    #[test]
    fn completing_fills_in_flags_and_refuses_what_cannot_be(tape in tape()) {
        complete_alike(&mut Draw::taped(tape))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn long_lists_of_rules_decide_as_the_reference_does(seed in any::<u64>()) {
        decide_alike(&mut Draw::seeded(seed), 400, 100)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn very_long_lists_of_rules_decide_as_the_reference_does(seed in any::<u64>()) {
        decide_alike(&mut Draw::seeded(seed), 2_000, 200)?;
    }
}
