//! Invariants, looked at for one payment.

use waypost_dsl::hir::{Claim, ConnectorId, Date, Expected, Invariant, Outcome, Policy};

use crate::decision::Decision;
use crate::payment::Payment;
use crate::reference::holds;

/// The invariants of a day that the decision of `payment` breaks.
pub(super) fn broken<'p>(
    policy: &'p Policy,
    payment: &Payment,
    decision: &Decision<'_>,
    day: Date,
) -> impl Iterator<Item = &'p Invariant> {
    let broken =
        |invariant: &&Invariant| !is_kept(invariant, decision) && holds(policy, &invariant.when, payment);
    policy.invariants_on(day).filter(broken)
}

/// Whether the stage decided as is claimed, or nothing at all.
pub(crate) fn is_kept(invariant: &Invariant, decision: &Decision<'_>) -> bool {
    let Some(decided) = decision.stage(invariant.stage) else { return true };
    let tried: Vec<ConnectorId> = decision.connectors().collect();
    let is = |expected: &Expected| match expected {
        Expected::InPlan(connector) => tried.contains(connector),
        Expected::Outcome(outcome) => is_like(outcome, decided.outcome),
    };
    match &invariant.claim {
        Claim::Always(expected) => is(expected),
        Claim::Never(expected) => !is(expected),
        Claim::First(connector) => tried.first() == Some(connector),
    }
}

/// Whether an outcome is the claimed one, whose reason may be left out.
pub(crate) fn is_like(claimed: &Outcome, decided: &Outcome) -> bool {
    match (claimed, decided) {
        (Outcome::Review(any), Outcome::Review(_))
        | (Outcome::Deny(any), Outcome::Deny(_))
        | (Outcome::NoRoute(any), Outcome::NoRoute(_))
            if any.is_empty() =>
        {
            true
        }
        _ => claimed == decided,
    }
}
