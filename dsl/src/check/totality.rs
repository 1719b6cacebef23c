//! Totality: a stage without `otherwise` must have a rule for every payment. That is proved, or refuted by a payment.

use std::ops::ControlFlow;

use crate::check::scope::Scope;
use crate::diagnostic::Witness;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::Stage;
use crate::source::Span;
use crate::space::{End, Filter, Region, Search};

/// How many regions the proof may compare: about as many as in a second.
const BUDGET: u32 = 20_000_000;
/// How many regions a condition may come to.
const MAX_REGIONS: usize = 4_096;

/// How many pieces are looked through for a payment.
const MOST_PIECES: usize = 64;

/// What is known of the payments that no rule takes.
enum Gap {
    /// There are none: proved.
    None,
    /// This is one.
    Shown(Witness),
    /// Neither is certain.
    Unknown,
}

/// Reports a payment that no rule of the stage takes; `end` is the closing brace of the stage.
pub(super) fn check(scope: &mut Scope<'_, '_>, stage: &Stage, end: Span) {
    let kind = stage.kind.as_str();
    let fault = match uncovered(scope, stage) {
        Gap::None => return,
        Gap::Shown(witness) => {
            let message = format!("`{kind}` does not say what to do with every payment");
            Diagnostic::new(Code::Gap, end, message).witness(witness)
        }
        Gap::Unknown => {
            let message = format!("it could not be proved that `{kind}` says what to do with every payment");
            Diagnostic::new(Code::Gap, end, message)
        }
    };
    let fault = fault
        .saying("no `otherwise` before the stage ends")
        .help("add `otherwise -> …` as the last line of the stage, or rules for the payments that are left over")
        .at(stage.kind, None);
    scope.diagnostics.add(fault);
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
    let (mut gap, mut pieces) = (Gap::None, 0);
    let end = Search::survivors(space, BUDGET, &start, &[Filter::Any(&covered)], &mut |piece| {
        match space.witness(&piece) {
            Some(witness) => {
                gap = Gap::Shown(witness);
                return ControlFlow::Break(());
            }
            None if space.is_out_of_order(&piece) => {}
            None => {
                gap = Gap::Unknown;
                pieces += 1;
            }
        }
        if pieces == MOST_PIECES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match (end, gap) {
        (End::Spent, Gap::None) => Gap::Unknown,
        (_, gap) => gap,
    }
}
