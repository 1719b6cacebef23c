//! `overlap`: rules with different outcomes that match the same payments, so that their order decides.

use rayon::prelude::*;
use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Rule, RuleId, Stage};

use crate::payment::Payment;
use crate::proof::{Ladder, Proofs, Question, Shown, Verdict, meet};
use crate::reference;

/// How many of the rules above are named.
const NAMED: usize = 3;

/// A note for each rule some of whose payments are taken by rules above it that decide otherwise.
pub(super) fn analyze(proofs: &Proofs<'_>) -> Vec<Diagnostic> {
    let rules = proofs.stages().flat_map(|(stage, ladder)| {
        stage.rules.iter().enumerate().map(move |(number, (_, rule))| (stage, ladder, number, rule))
    });
    let rules: Vec<_> = rules.collect();
    rules
        .into_par_iter()
        .filter_map(|(stage, ladder, number, rule)| note(proofs, stage, ladder, number, rule))
        .collect()
}

fn note(
    proofs: &Proofs<'_>,
    stage: &Stage,
    ladder: &Ladder,
    number: usize,
    rule: &Rule,
) -> Option<Diagnostic> {
    let mut above: Vec<usize> = ladder
        .of_rule(number)
        .iter()
        .flat_map(|region| ladder.near(region).take_while(|(other, _)| *other < number))
        .map(|(other, _)| other)
        .collect();
    above.sort_unstable();
    above.dedup();
    let differs =
        |other: &usize| stage.rules.at(RuleId::new(*other)).is_some_and(|one| one.outcome != rule.outcome);
    let found = above.into_iter().filter(differs).filter_map(|other| {
        Some((stage.rules.at(RuleId::new(other))?, both(proofs, stage, ladder, other, number)?))
    });
    let found: Vec<(&Rule, Box<Shown>)> = found.take(NAMED + 1).collect();
    let (first, shown) = found.first()?;
    let names: Vec<String> = found.iter().take(NAMED).map(|(one, _)| format!("\"{}\"", one.name)).collect();
    let more = if found.len() > NAMED { " and others" } else { "" };
    let name = &rule.name;
    let message =
        format!("payments that \"{name}\" matches are taken by {}{more} above it", names.join(", "));
    let note = Diagnostic::new(Code::Overlap, rule.span, message)
        .label(first.span, "decides otherwise, and stands first")
        .help("nothing need be done if that order is meant")
        .at(stage.kind, Some(name))
        .witness(shown.witness.clone());
    Some(note)
}

/// A payment for which `above` wins and which `below` would take.
fn both(
    proofs: &Proofs<'_>,
    stage: &Stage,
    ladder: &Ladder,
    above: usize,
    below: usize,
) -> Option<Box<Shown>> {
    let reaching = proofs.reaching(stage.kind, Some(above));
    let inner = ladder.of_rule(below);
    let question = Question { within: meet(&reaching.within, inner)?, ..reaching };
    let policy = proofs.policy();
    let is_shown = |payment: &Payment| {
        let holds = |rule: &Rule| reference::holds(policy, &rule.when, payment);
        let first = stage.rules.iter().position(|(_, rule)| holds(rule));
        first == Some(above) && stage.rules.at(RuleId::new(below)).is_some_and(holds)
    };
    match proofs.find(&question, &is_shown) {
        Verdict::Shown(found) => Some(found),
        Verdict::Never | Verdict::Undecided | Verdict::Spent => None,
    }
}
