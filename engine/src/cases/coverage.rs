//! Which rules, rows and `otherwise` the cases of a policy reach: those that win for one of them.

use waypost_dsl::hir::{Policy, RuleId, Stage, StageKind};
use waypost_dsl::source::Span;

use crate::cases::Ran;

/// How much of one stage the cases reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The stage.
    pub stage: StageKind,
    /// How many rules and rows it has, with its `otherwise`.
    pub all: usize,
    /// Those that win for no case, in the order in which they stand.
    pub missed: Vec<Target>,
}

/// Something that can win.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The stage that it stands in.
    pub stage: StageKind,
    /// The rule; none for `otherwise`.
    pub rule: Option<RuleId>,
    /// The name of the rule.
    pub name: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What the cases that were run reach of each stage.
pub fn coverage(policy: &Policy, ran: &[&Ran]) -> Vec<Coverage> {
    let won = |target: &Target| ran.iter().any(|ran| ran.won.contains(&(target.stage, target.rule)));
    let of = |stage: &Stage| {
        let (reached, missed): (Vec<Target>, Vec<Target>) = targets(stage).partition(won);
        Coverage { stage: stage.kind, all: reached.len() + missed.len(), missed }
    };
    policy.stages.iter().map(of).collect()
}

/// All that can win in a stage.
fn targets(stage: &Stage) -> impl Iterator<Item = Target> {
    let rules = stage.rules.iter().map(|(id, rule)| Target {
        stage: stage.kind,
        rule: Some(id),
        name: Some(rule.name.clone()),
        span: rule.span,
    });
    let otherwise =
        stage.otherwise.iter().map(|_| Target { stage: stage.kind, rule: None, name: None, span: stage.span });
    rules.chain(otherwise)
}
