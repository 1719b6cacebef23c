//! Explanations against what they claim: facts that force an outcome do, no fewer would, what a rule misses is missed,
//! and a change gives what is wanted and is the smallest. On small policies all payments are looked at.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "explanations/small.rs"]
mod small;

use small::{Small, small};
use waypost_dsl::Sources;
use waypost_dsl::cases::{Expected, Wanted};
use waypost_dsl::hir::{ConnectorId, FactId, Outcome, Policy, StageKind};
use waypost_engine::explain::{BUDGET, Change, wanted};
use waypost_engine::{Digest, Explainer, Payment, Sampler, Snapshot, compile, reference};
use waypost_generate::draw::Draw;
use waypost_generate::random;

/// What is undecided on strange policies is to come out soon.
const FEW: u32 = 100_000;

fn drawn(policy: &Policy, seed: u64, many: usize) -> Vec<Payment> {
    let mut sampler = Sampler::new(policy, seed);
    let mut payment = Payment::new(&policy.facts);
    let next = |_| {
        sampler.fill(&mut payment);
        payment.clone()
    };
    (0..many).map(next).collect()
}

/// The policies that all that must hold for any is tried on.
fn policies() -> impl Iterator<Item = Snapshot> {
    (0..16).map(|seed| {
        let policy = random::policy(&mut Draw::seeded(seed), 12);
        compile(policy, Digest::of(&Sources::default()))
    })
}

/// `other` with these facts as `payment` has them, if there can be such a payment.
fn mixed(snapshot: &Snapshot, payment: &Payment, facts: &[FactId], other: &Payment) -> Option<Payment> {
    let known = &snapshot.policy().facts;
    let mut mixed = Payment::new(known);
    for (id, _) in known.given() {
        let from = if facts.contains(&id) { payment } else { other };
        if let Some(value) = from.value(known, id) {
            mixed.set(known, id, value).unwrap();
        }
    }
    snapshot.complete(&mut mixed).ok()?;
    let is_alike = facts.iter().all(|fact| mixed.value(known, *fact) == payment.value(known, *fact));
    is_alike.then_some(mixed)
}

/// What a payment gets, as something to be wanted.
fn outcome_of(policy: &Policy, stage: StageKind, payment: &Payment) -> Option<Expected> {
    let decision = reference::evaluate(policy, payment);
    let outcome = match decision.stage(stage)?.outcome {
        Outcome::Plan(_) => Wanted::Tried(decision.connectors().take(1).collect::<Vec<ConnectorId>>()),
        other => Wanted::Outcome(other.clone()),
    };
    let is_some = !matches!(&outcome, Wanted::Tried(tried) if tried.is_empty());
    is_some.then_some(Expected { stage, outcome: Some(outcome), by: None, span: random::nowhere() })
}

fn gets(policy: &Policy, payment: &Payment, expected: &Expected) -> bool {
    let decision = reference::evaluate(policy, payment);
    let tried: Vec<ConnectorId> = decision.connectors().collect();
    let wanted = expected.outcome.as_ref().unwrap();
    decision.stage(expected.stage).is_some_and(|decided| match wanted {
        Wanted::Tried(first) => tried.starts_with(first),
        wanted => wanted.is_met(decided.outcome, &tried),
    })
}

#[test]
fn payments_that_agree_in_the_facts_told_are_decided_alike() {
    let mut agreed = 0;
    for snapshot in policies() {
        let (policy, explainer) = (snapshot.policy(), Explainer::of(&snapshot, FEW));
        let others = drawn(policy, 2, 300);
        for payment in drawn(policy, 1, 4) {
            for stage in explainer.explain(&payment).stages {
                let own = explainer.explain(&payment).decision.stage(stage.stage).unwrap().outcome;
                for other in &others {
                    let Some(other) = mixed(&snapshot, &payment, &stage.forced.facts, other) else {
                        continue;
                    };
                    let decision = reference::evaluate(policy, &other);
                    let Some(decided) = decision.stage(stage.stage) else { continue };
                    assert_eq!(decided.outcome, own, "{:?} of {payment:?} and {other:?}", stage.forced);
                    agreed += 1;
                }
            }
        }
    }
    assert!(agreed > 5_000, "{agreed}");
}

#[test]
fn most_facts_told_are_proved_to_be_the_fewest() {
    let (mut fewest, mut all) = (0, 0);
    for snapshot in policies() {
        let explainer = Explainer::of(&snapshot, FEW);
        for payment in drawn(snapshot.policy(), 3, 4) {
            let stages = explainer.explain(&payment).stages;
            all += stages.len();
            fewest += stages.iter().filter(|stage| stage.forced.is_fewest).count();
        }
    }
    assert!(fewest * 10 > all * 9, "{fewest} of {all}");
}

#[test]
fn what_a_rule_misses_is_not_met() {
    for snapshot in policies() {
        let (policy, explainer) = (snapshot.policy(), Explainer::of(&snapshot, FEW));
        for payment in drawn(policy, 4, 4) {
            for told in explainer.explain(&payment).stages {
                let stage = policy.stages.iter().find(|stage| stage.kind == told.stage).unwrap();
                let above = stage.rules.iter().map(|(_, rule)| rule.name.as_str());
                let above: Vec<&str> =
                    above.take_while(|name| told.rule.is_none_or(|rule| rule.name != *name)).collect();
                let missing: Vec<&str> = told.misses.iter().map(|miss| miss.rule.name.as_str()).collect();
                assert_eq!(missing, above);
                for miss in &told.misses {
                    assert!(!reference::holds(policy, miss.missed.condition, &payment), "{miss:?}");
                }
                for (connector, missed) in &told.struck {
                    assert!(!reference::holds(policy, missed.condition, &payment), "{connector:?}");
                }
            }
        }
    }
}

#[test]
fn a_change_gives_what_is_wanted_and_what_some_payment_gets_is_not_called_impossible() {
    let (mut found, mut all) = (0, 0);
    for snapshot in policies() {
        let (policy, explainer) = (snapshot.policy(), Explainer::of(&snapshot, FEW));
        let payments = drawn(policy, 5, 4);
        for (payment, other) in payments.iter().zip(payments.iter().skip(1)) {
            for stage in StageKind::ALL {
                let Some(expected) = outcome_of(policy, stage, other) else { continue };
                all += 1;
                match explainer.change(payment, &expected) {
                    Change::Already => assert!(gets(policy, payment, &expected)),
                    Change::Enough(changed) => {
                        let mut complete = changed.payment.clone();
                        assert_eq!(snapshot.complete(&mut complete), Ok(()));
                        assert_eq!(complete, changed.payment);
                        assert!(gets(policy, &changed.payment, &expected), "{expected:?} {changed:?}");
                    }
                    Change::Never => panic!("{other:?} gets {expected:?}"),
                    Change::Unknown => continue,
                }
                found += 1;
            }
        }
    }
    assert!(found * 10 > all * 9, "{found} of {all}");
}

#[test]
fn on_small_policies_the_facts_told_are_the_fewest_of_all() {
    for seed in 0..40 {
        let small = small(seed);
        let explainer = Explainer::of(&small.snapshot, BUDGET);
        for kind in [StageKind::Authenticate, StageKind::Route] {
            let outcomes = small.outcomes(kind);
            for (place, payment) in small.payments.iter().enumerate().step_by(53) {
                let forced = explainer.force(kind, payment).unwrap();
                assert!(forced.is_fewest, "{}", small.text);
                assert!(
                    small.forces(&outcomes, place, &forced.facts),
                    "{}\n{forced:?} {payment:?}",
                    small.text
                );
                assert_eq!(forced.facts.len(), small.fewest(&outcomes, place), "{}\n{payment:?}", small.text);
            }
        }
    }
}

#[test]
fn on_small_policies_no_smaller_change_is_enough() {
    for seed in 0..40 {
        let Small { snapshot, payments, text } = small(seed);
        let (policy, explainer) = (snapshot.policy(), Explainer::of(&snapshot, BUDGET));
        for want in
            ["deny", "challenge", "a", "b", "c", "none", "route, by \"r1\"", "authenticate, by otherwise"]
        {
            let expected = wanted(policy, want).unwrap();
            for payment in payments.iter().step_by(61) {
                let told = explainer.change(payment, &expected);
                let counts = payments.iter().filter(|other| small::gets(&snapshot, &expected, other));
                let least = counts.map(|other| small::changes(&snapshot, payment, other)).min();
                match (told, least) {
                    (Change::Never, None) => {}
                    (Change::Already, Some(least)) => assert_eq!(least, 0),
                    (Change::Enough(changed), Some(least)) => {
                        assert!(changed.is_fewest, "{want}\n{text}\n{payment:?}");
                        assert_eq!(changed.facts.len(), least, "{want}\n{text}\n{payment:?} {changed:?}");
                        assert!(small::gets(&snapshot, &expected, &changed.payment));
                    }
                    (told, least) => panic!("{want}: {told:?} but {least:?}\n{text}\n{payment:?}"),
                }
            }
        }
    }
}

#[test]
fn what_is_wanted_is_read_as_cases_expect_it() {
    let snapshot = small(0).snapshot;
    let policy = snapshot.policy();
    let stage = |text: &str| wanted(policy, text).map(|expected| expected.stage);
    assert_eq!(stage("a"), Ok(StageKind::Route));
    assert_eq!(stage("route b, a"), Ok(StageKind::Route));
    assert_eq!(stage("challenge"), Ok(StageKind::Authenticate));
    assert_eq!(stage("deny"), Ok(StageKind::Screen));
    assert_eq!(wanted(policy, "adyen").unwrap_err().message, "there is no connector `adyen`");
    assert_eq!(
        wanted(policy, "deny, authenticate challenge").unwrap_err().message,
        "one thing of one stage can be wanted at a time"
    );
    assert!(wanted(policy, "").is_err());
}
