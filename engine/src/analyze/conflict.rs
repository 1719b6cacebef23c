//! `contradiction`: a condition that no payment can meet, and the parts of it that do not go together.

use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Condition, FactId};
use waypost_dsl::source::Span;
use waypost_dsl::space::{Formula, Region, Space};

use crate::analyze::rules::Asked;
use crate::proof::{Question, Verdict};

/// How many regions the parts of one condition may come to.
const MAX_REGIONS: usize = 4_096;

/// A part of a condition, and where it stands.
struct Part<'c> {
    span: Span,
    condition: &'c Condition,
    formula: Formula,
}

/// The finding about a rule whose condition no payment at all meets.
pub(super) fn finding(asked: Asked<'_, '_>) -> Diagnostic {
    let mut space = asked.proofs.space().clone();
    let parts = parts(asked, &mut space);
    let conflict = conflict(asked, parts);
    let name = &asked.rule.name;
    let message = format!("no payment can meet the condition of \"{name}\"");
    let fault = Diagnostic::new(Code::Contradiction, asked.rule.span, message)
        .help("change one of these, or take the rule out: it never decides anything")
        .at(asked.stage.kind, Some(name));
    let says = match conflict.len() {
        1 => "no payment is like this",
        2 => "these two never hold together",
        _ => "these never hold together",
    };
    let fault = conflict.iter().fold(fault, |fault, part| fault.label(part.span, says));
    needed(asked, &conflict).into_iter().fold(fault, |fault, id| {
        let fact = &asked.proofs.policy().facts[id];
        fault.label(fact.span, format!("`{}` is only there when this says so", fact.name))
    })
}

fn parts<'p>(asked: Asked<'_, 'p>, space: &mut Space<'_>) -> Vec<Part<'p>> {
    let rule = asked.rule;
    let conditions: Vec<&Condition> = match &rule.when {
        Condition::All(parts) if parts.len() == rule.parts.len() => parts.iter().collect(),
        whole => vec![whole],
    };
    let spans = rule.parts.iter().copied().chain([rule.span]);
    let of = |(condition, span): (&'p Condition, Span)| Part {
        span,
        condition,
        formula: space.formula(condition),
    };
    conditions.into_iter().zip(spans).map(of).collect()
}

/// Parts that do not go together, though all but any one of them do.
fn conflict<'c>(asked: Asked<'_, '_>, mut parts: Vec<Part<'c>>) -> Vec<Part<'c>> {
    let mut place = 0;
    while place < parts.len() && parts.len() > 1 {
        let part = parts.remove(place);
        if !is_impossible(asked, &parts) {
            parts.insert(place, part);
            place += 1;
        }
    }
    parts
}

fn is_impossible(asked: Asked<'_, '_>, parts: &[Part<'_>]) -> bool {
    let all = Formula::all(parts.iter().map(|part| part.formula.clone()).collect());
    let start = asked.proofs.start(asked.stage.kind);
    let Some(regions) = all.regions(MAX_REGIONS) else { return false };
    let within: Vec<Region> = regions.iter().filter_map(|region| region.intersection(&start)).collect();
    let question = Question { within, ..Question::default() };
    matches!(asked.proofs.find(&question, &|_| true), Verdict::Never)
}

/// The facts of the parts that are there only when something holds, if that is what makes the conflict.
fn needed(asked: Asked<'_, '_>, parts: &[Part<'_>]) -> Vec<FactId> {
    let all = Formula::all(parts.iter().map(|part| part.formula.clone()).collect());
    if all.regions(MAX_REGIONS).is_none_or(|regions| regions.is_empty()) {
        return vec![];
    }
    let facts = &asked.proofs.policy().facts;
    let named = parts.iter().flat_map(|part| part.condition.facts()).map(|id| facts.base(id));
    let mut needed: Vec<FactId> = named.filter(|id| facts[*id].only_when.is_some()).collect();
    needed.sort_unstable_by_key(|id| id.index());
    needed.dedup();
    needed
}
