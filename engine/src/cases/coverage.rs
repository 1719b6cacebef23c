//! Which rules, rows and `otherwise` the cases of a policy reach: those that win for one of them.

use waypost_dsl::ast::{File, ItemKind, StageItem};
use waypost_dsl::hir::{Policy, RuleId, Stage, StageKind};
use waypost_dsl::source::Span;

use crate::cases::Ran;

/// How much of one stage the cases reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The stage.
    pub stage: StageKind,
    /// Its rules and rows, and its `otherwise`, as far as they win for a case; in the order in which they stand.
    pub reached: Vec<Target>,
    /// Those that win for no case.
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
        Coverage { stage: stage.kind, reached, missed }
    };
    policy.stages.iter().map(of).collect()
}

/// The blocks in which nothing wins for any case, without those that stand in such a block.
pub fn missed_blocks<'f>(files: impl Iterator<Item = &'f File>, coverage: &[Coverage]) -> Vec<Span> {
    let items = files.flat_map(|file| &file.items).filter_map(|item| match &item.kind {
        ItemKind::Stage(stage) => Some(stage.items.as_slice()),
        _ => None,
    });
    items.flat_map(|items| missed_in(items, coverage)).collect()
}

fn missed_in(items: &[StageItem], coverage: &[Coverage]) -> Vec<Span> {
    let blocks = items.iter().filter_map(|item| match item {
        StageItem::Block(block) => Some(block),
        _ => None,
    });
    let is_reached =
        |block: Span| coverage.iter().flat_map(|stage| &stage.reached).any(|target| target.is_in(block));
    blocks
        .flat_map(|block| match block.span.to(block.end) {
            whole if is_reached(whole) => missed_in(&block.items, coverage),
            whole => vec![whole],
        })
        .collect()
}

impl Target {
    /// Whether it stands in the block at `block`.
    pub fn is_in(&self, block: Span) -> bool {
        self.span.file == block.file && (block.start..block.end).contains(&self.span.start)
    }
}

/// All that can win in a stage.
fn targets(stage: &Stage) -> impl Iterator<Item = Target> {
    let rules = stage.rules.iter().map(|(id, rule)| Target {
        stage: stage.kind,
        rule: Some(id),
        name: Some(rule.name.clone()),
        span: rule.span,
    });
    let otherwise = stage.otherwise.iter().map(|_| Target {
        stage: stage.kind,
        rule: None,
        name: None,
        span: stage.span,
    });
    rules.chain(otherwise)
}
