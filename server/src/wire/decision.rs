//! Decisions as JSON. The parts of a policy's answers are written once, and from then on only copied.

use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::{ConnectorId, Outcome, Policy, Rule, Stage, StageKind};
use waypost_engine::{Decision, StageDecision};

use crate::wire::names::Names;
use crate::wire::outcome::OutcomeWords;

/// What the answers of a policy are put together from.
#[derive(Debug)]
pub struct Answers {
    /// How each of them begins.
    head: String,
    /// In the order in which they are told.
    stages: Vec<StageJson>,
    /// The names of the connectors, by their numbers.
    connectors: Vec<String>,
}

/// What a stage may tell.
#[derive(Debug)]
struct StageJson {
    kind: StageKind,
    rules: Names<OutcomeJson>,
    otherwise: Option<OutcomeJson>,
}

/// What a stage tells where one rule wins, or none. A plan tells its connectors between the two parts.
#[derive(Debug)]
struct OutcomeJson {
    before: String,
    behind: String,
}

impl Answers {
    /// For the decisions of `policy`, whose digest is spelled `digest`.
    pub fn new(policy: &Policy, digest: &str) -> Self {
        let stage = |kind| policy.stages.iter().find(|stage| stage.kind == kind);
        Self {
            head: format!(r#"{{"policy":{{"name":{},"digest":{}}}"#, quoted(&policy.name), quoted(digest)),
            stages: StageKind::ALL.into_iter().filter_map(stage).map(StageJson::new).collect(),
            connectors: policy.connectors.iter().map(|(_, connector)| quoted(&connector.name)).collect(),
        }
    }

    /// Appends a decision of that policy. Stages that were not decided are left out.
    pub fn write(&self, decision: &Decision<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(self.head.as_bytes());
        for stage in &self.stages {
            let Some(decided) = decision.stage(stage.kind) else { continue };
            let Some(told) = stage.outcome(&decided) else { continue };
            out.extend_from_slice(told.before.as_bytes());
            if let Outcome::Plan(_) = decided.outcome {
                self.names(decision.connectors(), out);
                out.extend_from_slice(br#"],"struck":["#);
                self.names(decision.struck(), out);
                out.extend_from_slice(told.behind.as_bytes());
            }
        }
        out.push(b'}');
    }

    fn names(&self, connectors: impl Iterator<Item = ConnectorId>, out: &mut Vec<u8>) {
        for (place, connector) in connectors.enumerate() {
            if place > 0 {
                out.push(b',');
            }
            out.extend_from_slice(self.connectors.get(connector.index()).map_or(b"", String::as_bytes));
        }
    }
}

impl StageJson {
    fn new(stage: &Stage) -> Self {
        let kind = stage.kind;
        let told = |rule: &Rule| OutcomeJson::new(kind, &rule.outcome, Some(&rule.name));
        Self {
            kind,
            rules: Names::new(stage.rules.iter().map(|(_, rule)| (rule.name.as_str().into(), told(rule)))),
            otherwise: stage.otherwise.as_ref().map(|outcome| OutcomeJson::new(kind, outcome, None)),
        }
    }

    fn outcome(&self, decided: &StageDecision<'_>) -> Option<&OutcomeJson> {
        match decided.rule {
            Some(rule) => self.rules.get(&rule.name),
            None => self.otherwise.as_ref(),
        }
    }
}

impl OutcomeJson {
    fn new(kind: StageKind, outcome: &Outcome, rule: Option<&str>) -> Self {
        let (stage, rule) = (kind.as_str(), rule.map_or("null".to_owned(), quoted));
        let OutcomeWords { outcome: word, reason, after_ms } = OutcomeWords::of(outcome);
        let reason = reason.map(|reason| format!(r#","reason":{}"#, quoted(&reason))).unwrap_or_default();
        let after = after_ms.map(|after_ms| format!(r#","after_ms":{after_ms}"#)).unwrap_or_default();
        let told = format!(r#","{stage}":{{"outcome":"{word}"{reason}{after}"#);
        let end = format!(r#","rule":{rule}}}"#);
        match outcome {
            Outcome::Plan(_) => Self { before: told + r#","connectors":["#, behind: format!("]{end}") },
            _ => Self { before: told + &end, behind: String::new() },
        }
    }
}

/// A text as JSON, which it can always be.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
