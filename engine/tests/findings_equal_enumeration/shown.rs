//! Whether the payment of a finding shows it, when it is decided again.

use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Policy, RuleId, Stage};
use waypost_engine::{Payment, reference};

use crate::expected::breaks;
use crate::payments::{is_complete, spelled};

/// Decides the payment of a finding again.
pub(crate) fn hold(policy: &Policy, finding: &Diagnostic, about: &str) {
    let Some(witness) = &finding.witness else { return };
    let payment = spelled(policy, witness);
    let case = || format!("{}: {witness}\n{about}", finding.message);
    assert!(is_complete(policy, &payment), "not a payment that can be: {}", case());
    assert!(is_shown(policy, finding, &payment), "the payment does not show it: {}", case());
}

fn is_shown(policy: &Policy, finding: &Diagnostic, payment: &Payment) -> bool {
    let decision = reference::evaluate(policy, payment);
    let name = finding.place.as_ref().and_then(|place| place.rule.as_deref());
    let won = |stage| won(policy, stage, payment);
    let stage =
        finding.place.as_ref().and_then(|place| policy.stages.iter().find(|stage| stage.kind == place.stage));
    let takes = |stage: &Stage| {
        let rule = (0..stage.rules.len()).filter_map(|number| stage.rules.at(RuleId::new(number)));
        rule.filter(|rule| Some(rule.name.as_str()) == name)
            .any(|rule| reference::holds(policy, &rule.when, payment))
    };
    match finding.code {
        Code::EmptyPlan => {
            decision.route.is_some_and(|route| route.rule.map(|rule| rule.name.as_str()) == name)
                && decision.connectors().next().is_none()
        }
        Code::IneligibleConnector => {
            let named = finding.message.split('`').nth(1).unwrap_or_default();
            let connector = policy.connectors.iter().find(|(_, connector)| connector.name == named);
            decision.route.is_some_and(|route| route.rule.map(|rule| rule.name.as_str()) == name)
                && connector
                    .is_some_and(|(_, connector)| !reference::holds(policy, &connector.serves, payment))
        }
        Code::BrokenInvariant => policy.invariants.iter().any(|invariant| {
            invariant.span == finding.primary.span && breaks(policy, invariant, payment, &decision)
        }),
        Code::Overlap | Code::UnreachableRule => {
            stage.is_some_and(|stage| takes(stage) && won(stage).is_some_and(|won| Some(won) != name))
        }
        Code::RedundantRule | Code::Tautology => stage.is_some_and(|stage| won(stage) == name),
        _ => false,
    }
}

/// The name of the rule of a stage that a payment is decided by.
fn won<'p>(policy: &Policy, stage: &'p Stage, payment: &Payment) -> Option<&'p str> {
    let mut rules = stage.rules.iter().map(|(_, rule)| rule);
    rules.find(|rule| reference::holds(policy, &rule.when, payment)).map(|rule| rule.name.as_str())
}
