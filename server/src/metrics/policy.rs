//! What is counted of the decisions of one policy. All of it is registered beforehand, so that a decision only adds to
//! numbers.

use std::fmt;
use std::time::Duration;

use metrics::{Counter, Histogram, Label};
use waypost_dsl::hir::{Outcome, Policy, StageKind};
use waypost_engine::Decision;

use crate::metrics::Registry;

/// What is counted of one policy.
pub(crate) struct PolicyMetrics {
    /// For each stage that the policy has, a number for each of its outcomes.
    stages: Vec<(StageKind, [Counter; 3])>,
    seconds: Histogram,
    refused: Counter,
}

impl PolicyMetrics {
    pub(super) fn new(registry: &Registry, policy: &Policy) -> Self {
        let name = || Label::new("policy", policy.name.clone());
        let outcome = |stage: StageKind, outcome| {
            let stage = Label::from_static_parts("stage", stage.as_str());
            let labels = vec![name(), stage, Label::from_static_parts("outcome", outcome)];
            registry.counter("waypost_decisions_total", labels)
        };
        let stages = policy.stages.iter().map(|stage| stage.kind);
        Self {
            stages: stages.map(|stage| (stage, outcomes(stage).map(|word| outcome(stage, word)))).collect(),
            seconds: registry.histogram("waypost_decision_seconds", vec![name()]),
            refused: registry.counter("waypost_refused_total", vec![name()]),
        }
    }

    /// Counts what was decided for a payment.
    pub(crate) fn decided(&self, decision: &Decision<'_>) {
        for (stage, outcomes) in &self.stages {
            let decided = decision.stage(*stage);
            decided
                .and_then(|decided| outcomes.get(place(decided.outcome)))
                .inspect(|count| count.increment(1));
        }
    }

    /// Counts a payment that could not be decided.
    pub(crate) fn refused(&self) {
        self.refused.increment(1);
    }

    /// Notes how long a payment took.
    pub(crate) fn took(&self, time: Duration) {
        self.seconds.record(time);
    }
}

impl fmt::Debug for PolicyMetrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PolicyMetrics").finish_non_exhaustive()
    }
}

/// The outcomes of a stage, each at its [`place`].
fn outcomes(stage: StageKind) -> [&'static str; 3] {
    match stage {
        StageKind::Screen => ["allow", "review", "deny"],
        StageKind::Authenticate => ["challenge", "frictionless", "exempt"],
        StageKind::Route => ["plan", "none", "none"],
        StageKind::Retry => ["next", "again", "stop"],
    }
}

fn place(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Allow | Outcome::Challenge | Outcome::Plan(_) | Outcome::Next => 0,
        Outcome::Review(_) | Outcome::Frictionless | Outcome::NoRoute(_) | Outcome::Again(_) => 1,
        Outcome::Deny(_) | Outcome::Exempt(_) | Outcome::Stop => 2,
    }
}
