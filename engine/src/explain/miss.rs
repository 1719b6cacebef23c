//! What a payment misses of conditions that it does not meet.

use waypost_dsl::hir::{Condition, ConnectorId, FactId, Policy, Rule, Stage};

use crate::explain::Explainer;
use crate::payment::Payment;
use crate::reference::holds;

/// A rule that does not take a payment.
#[derive(Debug, Clone)]
pub struct Miss<'s> {
    /// The rule.
    pub rule: &'s Rule,
    /// What is not met first.
    pub missed: Missed<'s>,
    /// In how many facts the payment fails it, at least.
    pub apart: usize,
}

/// A condition that is not met, or the first part of one.
#[derive(Debug, Clone)]
pub struct Missed<'s> {
    /// What is not met.
    pub condition: &'s Condition,
    /// The facts that it asks for, as payments give them.
    pub facts: Vec<FactId>,
}

impl<'s> Explainer<'s> {
    /// What the rules above the winner miss.
    pub(super) fn misses(&self, stage: &'s Stage, payment: &Payment) -> Vec<Miss<'s>> {
        let policy = &self.snapshot.policy;
        let above = self.winner(stage, payment).unwrap_or(stage.rules.len());
        let miss = |rule: &'s Rule| {
            let apart = failing(policy, &rule.when, true, payment).len().max(1);
            Miss { rule, missed: missed(policy, &rule.when, payment), apart }
        };
        stage.rules.iter().take(above).map(|(_, rule)| miss(rule)).collect()
    }

    /// Why a connector does not serve a payment.
    pub(super) fn missed_by(&self, connector: ConnectorId, payment: &Payment) -> Missed<'s> {
        let policy = &self.snapshot.policy;
        missed(policy, &policy.connectors[connector].serves, payment)
    }
}

/// The first part of a condition that a payment does not meet.
fn missed<'s>(policy: &'s Policy, when: &'s Condition, payment: &Payment) -> Missed<'s> {
    let first = match when {
        Condition::All(parts) => parts.iter().find(|part| !holds(policy, part, payment)),
        _ => None,
    };
    let condition = first.unwrap_or(when);
    Missed { condition, facts: given(policy, condition.facts()) }
}

/// The facts of the tests that would have to come out otherwise for the condition to be as wanted, as few as there are.
fn failing(policy: &Policy, condition: &Condition, wanted: bool, payment: &Payment) -> Vec<FactId> {
    let parts = |parts: &[Condition]| -> Vec<Vec<FactId>> {
        parts.iter().map(|part| failing(policy, part, wanted, payment)).collect()
    };
    match (condition, wanted) {
        (Condition::Test(_), _) if holds(policy, condition, payment) == wanted => vec![],
        (Condition::Test(test), _) => vec![policy.facts.base(test.fact)],
        (Condition::Not(inner), _) => failing(policy, inner, !wanted, payment),
        (Condition::All(all), true) | (Condition::Any(all), false) => given(policy, parts(all).concat()),
        (Condition::Any(any), true) | (Condition::All(any), false) => {
            parts(any).into_iter().min_by_key(Vec::len).unwrap_or_default()
        }
    }
}

/// The facts as payments give them, each once, in the order in which they are declared.
fn given(policy: &Policy, facts: Vec<FactId>) -> Vec<FactId> {
    let mut facts: Vec<FactId> = facts.into_iter().map(|fact| policy.facts.base(fact)).collect();
    facts.sort_unstable();
    facts.dedup();
    facts
}
