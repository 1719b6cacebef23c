//! What is proved of plans holds: no payment ends up without a connector unless that was found, and the payment that a
//! finding shows does.
#![expect(clippy::expect_used, reason = "a test may take its own policies for granted")]

use waypost_dsl::diagnostic::{Code, Diagnostic, Witness, WitnessValue};
use waypost_dsl::hir::{Candidate, Digits, Facts, Outcome, Plan, Policy, Type, Value};
use waypost_dsl::iso::Country;
use waypost_dsl::{Diagnostics, Sources};
use waypost_engine::{Decision, Digest, Payment, analyze, compile, evaluate};
use waypost_generate::draw::Draw;
use waypost_generate::payments::{self, Corners};
use waypost_generate::random;

/// The name of the rule that won; empty for `otherwise`.
fn won(decision: &Decision<'_>) -> String {
    decision.route.and_then(|route| route.rule).map(|rule| rule.name.clone()).unwrap_or_default()
}

fn plan<'d>(decision: &Decision<'d>) -> Option<&'d Plan> {
    decision.route.and_then(|route| match route.outcome {
        Outcome::Plan(plan) => Some(plan),
        _ => None,
    })
}

/// The name of the rule by which a payment got a plan without a connector that serves it.
fn emptied(decision: &Decision<'_>) -> Option<String> {
    let is_empty = plan(decision).is_some() && decision.connectors().next().is_none();
    is_empty.then(|| won(decision))
}

fn splits(decision: &Decision<'_>) -> bool {
    let candidates = plan(decision).map_or(&[][..], Plan::candidates);
    candidates.iter().any(|candidate| matches!(candidate, Candidate::Split(_)))
}

fn rule(finding: &Diagnostic) -> String {
    finding.place.as_ref().and_then(|place| place.rule.clone()).unwrap_or_default()
}

/// Looks for a payment that was not found, and decides those that are shown.
fn hold(draw: &mut Draw) {
    let policy = random::policy(draw, 2);
    let mut diagnostics = Diagnostics::default();
    // Some of these policies name 64 connectors in each plan, which nobody does.
    let options = analyze::Options { budget: 5_000, notes: false, as_of: None };
    analyze(&policy, options, &mut diagnostics);
    let found = diagnostics.into_sorted().into_iter();
    let findings: Vec<Diagnostic> = found.filter(|finding| finding.code == Code::EmptyPlan).collect();
    let corners = Corners::of_policy(&policy);
    let snapshot = compile(policy, Digest::of(&Sources::default()));
    for _ in 0..20 {
        let mut payment = payments::payment(draw, snapshot.policy(), &corners);
        assert_eq!(snapshot.complete(&mut payment), Ok(()));
        if let Some(name) = emptied(&evaluate(&snapshot, &payment)) {
            assert!(findings.iter().any(|finding| rule(finding) == name), "{payment:?} by {name:?}");
        }
    }
    for finding in &findings {
        let Some(witness) = &finding.witness else { continue };
        let mut payment = spelled(snapshot.policy(), witness);
        assert_eq!(snapshot.complete(&mut payment), Ok(()), "{witness}");
        let decision = evaluate(&snapshot, &payment);
        assert_eq!(won(&decision), rule(finding), "{witness}");
        // On which side of a split a payment falls is not asked for.
        assert!(splits(&decision) || emptied(&decision).is_some(), "{witness}");
    }
}

/// The payment that a witness spells.
fn spelled(policy: &Policy, witness: &Witness) -> Payment {
    let facts: &Facts = &policy.facts;
    let mut payment = Payment::new(facts);
    for given in &witness.facts {
        let fact = facts.find(&given.name).expect("a witness names facts of its policy");
        let value = match (&given.value, &facts[fact].ty) {
            (WitnessValue::Flag(flag), _) => Some(Value::Flag(*flag)),
            (WitnessValue::Word(word), Type::Country) => Country::from_code(word).map(Value::Country),
            (WitnessValue::Word(word), Type::Digits { .. }) => Digits::parse(word).map(Value::Digits),
            (WitnessValue::Word(word), ty) => ty.place(word).map(Value::OneOf),
            (WitnessValue::Text(text), _) => Some(Value::Text(text)),
            (
                WitnessValue::Whole(number) | WitnessValue::Percent(number) | WitnessValue::Duration(number),
                _,
            ) => Some(Value::Whole(*number)),
            (WitnessValue::Money(money), _) => Some(Value::Money(*money)),
            (WitnessValue::Instant(instant), _) => Some(Value::Instant(instant.as_microsecond())),
        };
        let value = value.expect("a witness spells values of its facts");
        assert_eq!(payment.set(facts, fact, value), Ok(()), "{witness}");
    }
    payment
}

#[test]
fn a_plan_that_may_end_up_empty_is_found_and_shown() {
    for seed in 0..150 {
        hold(&mut Draw::seeded(seed));
    }
}
