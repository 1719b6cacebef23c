//! Totality: a stage without `otherwise` must have a rule for every payment. That is proved, or refuted by a payment.

use std::ops::ControlFlow;

use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, Witness};
use crate::hir::{Stage, StageKind};
use crate::source::Span;
use crate::space::{Answer, AxisId, Described, Describer, End, Filter, KeySet, Region, Search, Space};

/// How many regions the proof may compare: about as many as in a second.
const BUDGET: u32 = 20_000_000;
/// The same for one question of what is common to all that is left.
const AROUND: u32 = 2_000_000;
/// How many regions a condition may come to.
const MAX_REGIONS: usize = 4_096;
/// How many pieces are looked through for a payment, and told one by one.
const MOST_PIECES: usize = 64;
/// The longest condition that is told.
const LONGEST: usize = 240;

/// What is known of the payments that no rule takes.
enum Gap {
    /// There are none: proved.
    None,
    /// There is this one; and which they are, as a condition, if it is a short one.
    Shown(Witness, Option<String>),
    /// Neither is certain.
    Unknown,
}

/// Reports the payments that no rule of the stage takes; `end` is the closing brace of the stage.
pub(super) fn check(scope: &mut Scope<'_, '_>, stage: &Stage, end: Span) {
    let kind = stage.kind.as_str();
    let fault = match uncovered(scope, stage) {
        Gap::None => return,
        Gap::Shown(witness, said) => {
            let message = format!("`{kind}` does not say what to do with every payment");
            told(stage, Diagnostic::new(Code::Gap, end, message), said).witness(witness)
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
fn told(stage: &Stage, fault: Diagnostic, said: Option<String>) -> Diagnostic {
    let outcome = match stage.kind {
        StageKind::Screen => "review \"left over\"",
        StageKind::Authenticate => "challenge",
        StageKind::Route => "none \"left over\"",
        StageKind::Retry => "stop",
    };
    let Some(said) = said else {
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

fn short(said: &Described) -> Option<String> {
    said.condition().filter(|said| said.len() <= LONGEST).map(str::to_owned)
}

/// A condition that holds in a region: of its sides those that are told in the fewest words, as many as make a short one.
fn shortly(describer: &Describer<'_, '_>, region: &Region) -> Option<String> {
    let mut sides: Vec<&(AxisId, KeySet)> = region.sides().iter().collect();
    sides.sort_by_key(|(axis, keys)| describer.keys(*axis, keys).to_string().len());
    let mut around = Region::everything();
    let mut said = None;
    for (axis, keys) in sides {
        around = around.with(*axis, keys)?;
        match short(&describer.region(&around)) {
            Some(more) => said = Some(more),
            None => break,
        }
    }
    said
}

/// What is common to all that is left of `start`, by the sides of one piece of it: a rule for it, as the last one, takes what
/// is left and nothing else.
fn around(space: &Space<'_>, start: &Region, covered: &[Filter<'_>], piece: &Region) -> Region {
    let side = |(axis, keys): &(AxisId, KeySet)| {
        let look = |others: &KeySet| match start.clone().with(*axis, others) {
            Some(region) => Search::survivor(space, AROUND, &region, covered),
            None => Answer::Nothing,
        };
        let keys = Search::spread(space, *axis, keys.clone(), look)?;
        (keys != space.whole(*axis)).then_some((*axis, keys))
    };
    let sides = piece.sides().iter().filter_map(side);
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
    let covered = [Filter::Any(&covered)];
    let start = scope.start(stage.kind).region().clone();
    let space = &scope.space;
    let (mut regions, mut shown) = (vec![], None);
    let end = Search::survivors(space, BUDGET, &start, &covered, &mut |piece| {
        if space.is_out_of_order(&piece) {
            return ControlFlow::Continue(());
        }
        shown = shown.take().or_else(|| space.witness(&piece));
        regions.push(piece);
        if regions.len() == MOST_PIECES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match (shown, end, regions.first()) {
        (Some(witness), _, Some(piece)) => {
            let describer = space.describer();
            let exactly = (end == End::Seen).then(|| describer.regions(&regions));
            let said = exactly.as_ref().and_then(short);
            let around = || shortly(&describer, &around(space, &start, &covered, piece));
            Gap::Shown(witness, said.or_else(around))
        }
        (_, End::Seen, None) => Gap::None,
        _ => Gap::Unknown,
    }
}
