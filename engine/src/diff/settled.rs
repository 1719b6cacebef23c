//! What an outcome comes to in a region of which it is known which connectors serve.

use waypost_dsl::hir::{Candidate, ConnectorId, FactId, Measure, Outcome, Plan, Policy};

use crate::cases::spelled;

/// An outcome, of a plan what is left of it when the connectors are struck that do not serve.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Settled {
    /// Anything but a plan.
    Outcome(Outcome),
    /// These are tried in order.
    Plan(Vec<Step>),
}

/// A step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// This connector.
    Connector(ConnectorId),
    /// One of these by the value of a fact, each with its share in percent; nothing where it falls on one that does not
    /// serve.
    Split(FactId, Vec<(Option<ConnectorId>, u8)>),
    /// All of these, the best one first.
    Best(Measure, Vec<ConnectorId>),
}

impl Settled {
    /// What `outcome` comes to if these connectors serve.
    pub(super) fn of(outcome: &Outcome, serves: &dyn Fn(ConnectorId) -> bool) -> Self {
        match outcome {
            Outcome::Plan(plan) => Self::Plan(steps(plan, serves)),
            other => Self::Outcome(other.clone()),
        }
    }
}

impl Settled {
    /// The connectors that it may try, in the order in which they are written; none if it is no plan.
    pub fn connectors(&self) -> Vec<ConnectorId> {
        let Self::Plan(steps) = self else { return vec![] };
        let of = |step: &Step| match step {
            Step::Connector(id) => vec![*id],
            Step::Split(_, sides) => sides.iter().filter_map(|(id, _)| *id).collect(),
            Step::Best(_, ids) => ids.clone(),
        };
        steps.iter().flat_map(of).collect()
    }

    /// The outcome as a policy would spell it: `deny "fraud"`, `adyen, best by cost { stripe, worldpay }`.
    pub fn spelled(&self, policy: &Policy) -> String {
        match self {
            Self::Outcome(outcome) => spelled(policy, outcome, &[]),
            Self::Plan(steps) if steps.is_empty() => "no connector".to_owned(),
            Self::Plan(steps) => {
                let steps: Vec<String> = steps.iter().map(|step| step.spelled(policy)).collect();
                steps.join(", ")
            }
        }
    }
}

impl Step {
    fn spelled(&self, policy: &Policy) -> String {
        let name = |id: &ConnectorId| policy.connectors[*id].name.clone();
        match self {
            Self::Connector(id) => name(id),
            Self::Split(by, sides) => {
                let side = |(id, share): &(Option<ConnectorId>, u8)| {
                    format!("{} {share}%", id.as_ref().map_or("nothing".to_owned(), name))
                };
                let sides: Vec<String> = sides.iter().map(side).collect();
                format!("split by {} {{ {} }}", policy.facts[*by].name, sides.join(", "))
            }
            Self::Best(measure, ids) => {
                let by = match measure {
                    Measure::SuccessRate => "success_rate",
                    Measure::Cost(_) => "cost",
                    Measure::Latency => "latency",
                };
                format!("best by {by} {{ {} }}", ids.iter().map(name).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn steps(plan: &Plan, serves: &dyn Fn(ConnectorId) -> bool) -> Vec<Step> {
    let step = |candidate: &Candidate| match candidate {
        Candidate::Connector(id) => serves(*id).then_some(Step::Connector(*id)),
        Candidate::Best(best) => {
            let left: Vec<ConnectorId> = best.connectors.iter().copied().filter(|id| serves(*id)).collect();
            match left.as_slice() {
                [] => None,
                [only] => Some(Step::Connector(*only)),
                _ => Some(Step::Best(best.by, left)),
            }
        }
        Candidate::Split(split) => {
            let sides: Vec<(Option<ConnectorId>, u8)> =
                split.sides.iter().map(|(id, share)| (Some(*id).filter(|id| serves(*id)), *share)).collect();
            sides.iter().any(|(id, _)| id.is_some()).then_some(Step::Split(split.by, sides))
        }
    };
    plan.candidates().iter().filter_map(step).collect()
}
