//! Decisions as JSON, written from what they borrow.

use serde::ser::{Serialize, Serializer};
use waypost_dsl::hir::{Connectors, Outcome, Policy};
use waypost_engine::{Decision, StageDecision};

/// A decision as it is answered. Stages that the policy does not have, and those after a denial, are left out.
#[derive(Debug, serde::Serialize)]
pub struct DecisionJson<'d> {
    policy: PolicyJson<'d>,
    #[serde(skip_serializing_if = "Option::is_none")]
    screen: Option<StageJson<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticate: Option<StageJson<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<StageJson<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry: Option<StageJson<'d>>,
}

impl<'d> DecisionJson<'d> {
    /// A decision of `policy`, whose digest is spelled `digest`.
    pub fn new(policy: &'d Policy, digest: &'d str, decision: &Decision<'d>) -> Self {
        let stage = |decided: Option<StageDecision<'d>>| {
            decided.map(|decided| StageJson::new(decided, decision, &policy.connectors))
        };
        Self {
            policy: PolicyJson { name: &policy.name, digest },
            screen: stage(decision.screen),
            authenticate: stage(decision.authenticate),
            route: stage(decision.route),
            retry: stage(decision.retry),
        }
    }
}

#[derive(Debug, serde::Serialize)]
struct PolicyJson<'d> {
    name: &'d str,
    digest: &'d str,
}

/// What a stage decided; `rule` is null where none of its rules was met.
#[derive(Debug, serde::Serialize)]
struct StageJson<'d> {
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connectors: Option<Names<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    struck: Option<Names<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_ms: Option<u64>,
    rule: Option<&'d str>,
}

impl<'d> StageJson<'d> {
    fn new(decided: StageDecision<'d>, decision: &Decision<'d>, connectors: &'d Connectors) -> Self {
        let rule = decided.rule.map(|rule| rule.name.as_str());
        let bare =
            |outcome, reason| Self { outcome, reason, connectors: None, struck: None, after_ms: None, rule };
        match decided.outcome {
            Outcome::Allow => bare("allow", None),
            Outcome::Review(queue) => bare("review", Some(queue.as_str())),
            Outcome::Deny(reason) => bare("deny", Some(reason.as_str())),
            Outcome::Challenge => bare("challenge", None),
            Outcome::Frictionless => bare("frictionless", None),
            Outcome::Exempt(exemption) => bare("exempt", Some(exemption.as_str())),
            Outcome::NoRoute(reason) => bare("none", Some(reason.as_str())),
            Outcome::Next => bare("next", None),
            Outcome::Stop => bare("stop", None),
            Outcome::Again(after_ms) => Self { after_ms: Some(*after_ms), ..bare("again", None) },
            Outcome::Plan(_) => {
                let names = |are_struck| Some(Names { decision: *decision, connectors, are_struck });
                Self { connectors: names(false), struck: names(true), ..bare("plan", None) }
            }
        }
    }
}

/// The connectors of a plan that are struck, or those that try the payment.
#[derive(Debug)]
struct Names<'d> {
    decision: Decision<'d>,
    connectors: &'d Connectors,
    are_struck: bool,
}

impl Serialize for Names<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = |id| self.connectors[id].name.as_str();
        match self.are_struck {
            true => serializer.collect_seq(self.decision.struck().map(name)),
            false => serializer.collect_seq(self.decision.connectors().map(name)),
        }
    }
}
