//! One payment of every class.

use waypost_dsl::diagnostic::{Witness, WitnessFact, WitnessValue};
use waypost_dsl::hir::{Fact, Origin, Policy, Signal, Type, Value};
use waypost_engine::{Payment, reference};

use crate::written::Written;

/// All payments that can be, one of each class.
pub(crate) fn all(written: &Written, policy: &Policy) -> Vec<Payment> {
    let mut choices: Vec<Vec<Vec<(&str, WitnessValue)>>> = vec![];
    for fact in &written.facts {
        let values = fact.values(written.shapes).into_iter();
        choices
            .push(values.map(|value| value.map(|value| (fact.name, value)).into_iter().collect()).collect());
    }
    if policy.stages.iter().any(|stage| stage.kind == waypost_dsl::hir::StageKind::Retry) {
        choices.push(attempts());
    }
    if written.health {
        let healths = Signal::HEALTH.map(|health| vec![("c2.health", WitnessValue::Word(health.to_owned()))]);
        choices.push(healths.to_vec());
    }
    let mut payments: Vec<Vec<(&str, WitnessValue)>> = vec![vec![]];
    for choice in &choices {
        let with = |payment: &Vec<(&'static str, WitnessValue)>| -> Vec<_> {
            choice.iter().map(|more| payment.iter().chain(more).cloned().collect()).collect()
        };
        payments = payments.iter().flat_map(with).collect();
    }
    let payments =
        payments.iter().map(|facts| payment(policy, facts.iter().map(|(name, value)| (*name, value))));
    payments.filter(|payment| is_complete(policy, payment)).collect()
}

/// No attempt, and some that may differ.
fn attempts() -> Vec<Vec<(&'static str, WitnessValue)>> {
    let mut all = vec![vec![]];
    let word = |word: &str| WitnessValue::Word(word.to_owned());
    for attempt in [1, 3] {
        for decline in ["stolen_card", "do_not_honor"] {
            for connector in ["c1", "c2", "c3"] {
                all.push(vec![
                    ("attempt", WitnessValue::Whole(attempt)),
                    ("decline", word(decline)),
                    ("connector", word(connector)),
                ]);
            }
        }
    }
    all
}

/// The payment that a witness spells.
pub(crate) fn spelled(policy: &Policy, witness: &Witness) -> Payment {
    payment(policy, witness.facts.iter().map(|WitnessFact { name, value, .. }| (name.as_str(), value)))
}

fn payment<'v>(policy: &Policy, facts: impl Iterator<Item = (&'v str, &'v WitnessValue)>) -> Payment {
    let mut payment = Payment::new(&policy.facts);
    for (id, _) in policy.facts.given().filter(|(_, fact)| is_health(fact)) {
        payment.set(&policy.facts, id, Value::OneOf(0)).unwrap();
    }
    for (name, value) in facts {
        let id = policy.facts.find(name).unwrap();
        payment.set(&policy.facts, id, value.value(&policy.facts[id].ty).unwrap()).unwrap();
    }
    payment
}

fn is_health(fact: &Fact) -> bool {
    matches!(fact.origin, Origin::Signal(_, Signal::Health))
}

/// Whether a payment has all that it must have, and nothing else.
pub(crate) fn is_complete(policy: &Policy, payment: &Payment) -> bool {
    policy.facts.given().all(|(id, fact)| {
        let may = fact.only_when.as_ref().is_none_or(|when| reference::holds(policy, when, payment));
        match payment.has(&policy.facts, id) {
            true => may,
            false => !may || fact.optional || fact.ty == Type::Flag,
        }
    })
}
