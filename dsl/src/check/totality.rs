//! Totality: a stage without `otherwise` must have a rule for every payment. That is proved, or refuted by a payment.

use std::ops::ControlFlow;

use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, Witness};
use crate::hir::{Stage, StageKind};
use crate::source::Span;
use crate::space::{AxisId, Described, End, Filter, KeySet, Region, Search, Space};

/// How many regions the proof may compare: about as many as in a second.
const BUDGET: u32 = 20_000_000;
/// How many regions a condition may come to.
const MAX_REGIONS: usize = 4_096;

/// How many pieces are looked through for a payment, and told of.
const MOST_PIECES: usize = 4_096;
/// How many pieces are told one by one.
const FEW: usize = 64;
/// The longest condition that is told.
const LONGEST: usize = 240;

/// What is known of the payments that no rule takes.
enum Gap {
    /// There are none: proved.
    None,
    /// There are these, or more of them, and this is one.
    Shown(Witness, Left),
    /// Neither is certain.
    Unknown,
}

/// Payments that no rule takes.
struct Left {
    regions: Vec<Region>,
    /// Whether these are all.
    all: bool,
}

/// Reports the payments that no rule of the stage takes; `end` is the closing brace of the stage.
pub(super) fn check(scope: &mut Scope<'_, '_>, stage: &Stage, end: Span) {
    let kind = stage.kind.as_str();
    let fault = match uncovered(scope, stage) {
        Gap::None => return,
        Gap::Shown(witness, left) => {
            let message = format!("`{kind}` does not say what to do with every payment");
            told(scope, stage, Diagnostic::new(Code::Gap, end, message), &left).witness(witness)
        }
        Gap::Unknown => {
            let message = format!("it could not be proved that `{kind}` says what to do with every payment");
            Diagnostic::new(Code::Gap, end, message)
                .saying("no `otherwise` before the stage ends")
                .help("add `otherwise -> …` as the last line of the stage")
        }
    };
    scope.diagnostics.add(fault.at(stage.kind, None));
}

/// Says which payments are left, and a rule that takes them.
fn told(scope: &Scope<'_, '_>, stage: &Stage, fault: Diagnostic, left: &Left) -> Diagnostic {
    let describer = scope.space.describer();
    let short = |said: Described| said.condition().filter(|said| said.len() <= LONGEST).map(str::to_owned);
    let exactly = if left.regions.len() <= FEW { short(describer.regions(&left.regions)) } else { None };
    let said = exactly.or_else(|| short(describer.region(&around(&scope.space, &left.regions))));
    let outcome = match stage.kind {
        StageKind::Screen => "review \"left over\"",
        StageKind::Authenticate => "challenge",
        StageKind::Route => "none \"left over\"",
        StageKind::Retry => "stop",
    };
    let Some(said) = said.filter(|_| left.all) else {
        return fault
            .saying("no `otherwise` before the stage ends")
            .help("add `otherwise -> …` as the last line of the stage, or rules for the payments that are left over");
    };
    let rule = format!("rule \"left over\" when {said} -> {outcome}");
    let end = Span { end: fault.primary.span.start, ..fault.primary.span };
    fault
        .saying(format!("no `otherwise`, and no rule for what is left where `{said}`"))
        .help(format!("add `otherwise -> …` as the last line of the stage, or a rule: `{rule}`"))
        .fix(end, format!("  {rule}\n"))
}

/// The least region that holds all of these: a rule for it, as the last one, takes what is left and nothing else.
fn around(space: &Space<'_>, regions: &[Region]) -> Region {
    let Some((first, others)) = regions.split_first() else { return Region::everything() };
    let side = |(axis, keys): &(AxisId, KeySet)| {
        let keys = others.iter().try_fold(keys.clone(), |all, other| Some(all.union(other.side(*axis)?)))?;
        (keys != space.whole(*axis)).then_some((*axis, keys))
    };
    let sides = first.sides().iter().filter_map(side);
    sides
        .fold(Region::everything(), |region, (axis, keys)| region.clone().with(axis, &keys).unwrap_or(region))
}

fn uncovered(scope: &mut Scope<'_, '_>, stage: &Stage) -> Gap {
    let mut covered = vec![];
    for (_, rule) in stage.rules.iter() {
        match scope.space.formula(&rule.when).regions(MAX_REGIONS) {
            Some(regions) => covered.extend(regions),
            None => return Gap::Unknown,
        }
    }
    let Some(impossible) = scope.space.impossible(MAX_REGIONS) else { return Gap::Unknown };
    let covered: Vec<&Region> = impossible.iter().chain(&covered).collect();
    let start = scope.start(stage.kind).region().clone();
    let space = &scope.space;
    let mut left = Left { regions: vec![], all: true };
    let (mut shown, mut is_certain) = (None, true);
    let end = Search::survivors(space, BUDGET, &start, &[Filter::Any(&covered)], &mut |piece| {
        if space.is_out_of_order(&piece) {
            return ControlFlow::Continue(());
        }
        let witness = if shown.is_none() && left.regions.len() < FEW { space.witness(&piece) } else { None };
        shown = shown.take().or(witness);
        is_certain = false;
        left.regions.push(piece);
        if left.regions.len() == MOST_PIECES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    left.all = end == End::Seen;
    match (shown, end) {
        (Some(witness), _) => Gap::Shown(witness, left),
        (None, End::Seen) if is_certain => Gap::None,
        (None, _) => Gap::Unknown,
    }
}
