//! Totality: a stage without `otherwise` must have a rule for every payment. That is proved, or refuted by a payment.

use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::Stage;
use crate::source::Span;
use crate::space::{Answer, Filter, Region, Search};

/// How many regions the proof may compare: about as many as in a second.
const BUDGET: u32 = 20_000_000;
/// How many regions a condition may come to.
const MAX_REGIONS: usize = 4_096;

/// Reports a payment that no rule of the stage takes; `end` is the closing brace of the stage.
pub(super) fn check(scope: &mut Scope<'_, '_>, stage: &Stage, end: Span) {
    let fault = match uncovered(scope, stage) {
        Answer::Nothing => return,
        Answer::Found(region) => {
            let message = format!("`{}` does not say what to do with every payment", stage.kind.as_str());
            let fault = Diagnostic::new(Code::Gap, end, message);
            match scope.space.witness(&region) {
                Some(witness) => fault.witness(witness),
                None => fault,
            }
        }
        Answer::Undecided => {
            let message = format!(
                "it could not be proved that `{}` says what to do with every payment",
                stage.kind.as_str()
            );
            Diagnostic::new(Code::Gap, end, message)
        }
    };
    let fault = fault
        .saying("no `otherwise` before the stage ends")
        .help("add `otherwise -> …` as the last line of the stage, or rules for the payments that are left over")
        .at(stage.kind, None);
    scope.diagnostics.add(fault);
}

fn uncovered(scope: &mut Scope<'_, '_>, stage: &Stage) -> Answer {
    let mut covered = vec![];
    for (_, rule) in stage.rules.iter() {
        match scope.space.formula(&rule.when).regions(MAX_REGIONS) {
            Some(regions) => covered.extend(regions),
            None => return Answer::Undecided,
        }
    }
    match scope.space.impossible(MAX_REGIONS) {
        Some(impossible) => covered.extend(impossible),
        None => return Answer::Undecided,
    }
    let covered: Vec<&Region> = covered.iter().collect();
    Search::survivor(&scope.space, BUDGET, scope.start(stage.kind).region(), &[Filter::Any(&covered)])
}
