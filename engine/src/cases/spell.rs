//! Outcomes as cases spell them.

use waypost_dsl::cases::{Expected, Wanted};
use waypost_dsl::hir::{ConnectorId, Outcome, Policy, Rule, Stage, StageKind};
use waypost_dsl::literal;

use crate::decision::{Decision, StageDecision};

/// What a stage decided: `route adyen, stripe`, or nothing if it decided nothing.
pub(crate) fn decided(policy: &Policy, decision: &Decision<'_>, stage: StageKind) -> Option<String> {
    let StageDecision { outcome, .. } = decision.stage(stage)?;
    let tried: Vec<ConnectorId> = decision.connectors().collect();
    Some(format!("{} {}", stage.as_str(), spelled(policy, outcome, &tried)))
}

/// What is expected of a stage.
pub(super) fn wanted(policy: &Policy, stage: &Stage, expected: &Expected) -> String {
    let mut parts = vec![];
    let outcome = match &expected.outcome {
        None => String::new(),
        Some(Wanted::Tried(connectors)) => names(policy, connectors),
        Some(Wanted::Outcome(outcome)) => spelled(policy, outcome, &[]),
        Some(Wanted::Like(outcome)) => {
            let whole = spelled(policy, outcome, &[]);
            whole.split(' ').next().unwrap_or_default().to_owned()
        }
    };
    parts.push(format!("{} {outcome}", stage.kind.as_str()).trim_end().to_owned());
    parts.extend(expected.by.map(|rule| by(rule.and_then(|id| stage.rules.at(id)))));
    parts.join(", ")
}

/// The rule that won: `by "German debit"`.
pub(super) fn by(rule: Option<&Rule>) -> String {
    rule.map_or("by otherwise".to_owned(), |rule| format!("by {}", literal::quote(&rule.name)))
}

/// An outcome, a plan by the connectors that are tried.
pub(crate) fn spelled(policy: &Policy, outcome: &Outcome, tried: &[ConnectorId]) -> String {
    match outcome {
        Outcome::Allow => "allow".to_owned(),
        Outcome::Review(queue) => format!("review {}", literal::quote(queue)),
        Outcome::Deny(reason) => format!("deny {}", literal::quote(reason)),
        Outcome::Challenge => "challenge".to_owned(),
        Outcome::Frictionless => "frictionless".to_owned(),
        Outcome::Exempt(exemption) => format!("exempt {}", exemption.as_str()),
        Outcome::Plan(_) => names(policy, tried),
        Outcome::NoRoute(reason) => format!("none {}", literal::quote(reason)),
        Outcome::Next => "next".to_owned(),
        Outcome::Again(0) => "again".to_owned(),
        Outcome::Again(millis) => format!("again after {}", literal::spell_duration(*millis)),
        Outcome::Stop => "stop".to_owned(),
    }
}

fn names(policy: &Policy, connectors: &[ConnectorId]) -> String {
    let names: Vec<&str> = connectors.iter().map(|id| policy.connectors[*id].name.as_str()).collect();
    names.join(", ")
}
