//! `redundant-rule`: without it, what comes below decides just the same.

use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic};
use waypost_dsl::hir::{Outcome, RuleId};

use crate::analyze::rules::Asked;
use crate::payment::Payment;
use crate::proof::{Gate, Verdict};
use crate::reference;

/// The finding, if for no payment that reaches the rule anything else would be decided without it; some that reach it
/// are known.
pub(super) fn find(asked: Asked<'_, '_>, reached: &[Payment]) -> Option<Diagnostic> {
    if reached.iter().any(|payment| next(asked, payment) != Some(&asked.rule.outcome)) {
        return None;
    }
    let rules = asked.stage.rules.iter().map(|(_, rule)| Some(&rule.outcome));
    let same =
        rules.chain([asked.stage.otherwise.as_ref()]).map(|outcome| outcome == Some(&asked.rule.outcome));
    let mut question = asked.proofs.reaching(asked.stage.kind, Some(asked.number));
    question.past.push(Gate::new(asked.ladder, asked.number + 1, same.collect()));
    let shows = |payment: &Payment| {
        asked.wins(payment) && next_by_reference(asked, payment) != Some(&asked.rule.outcome)
    };
    match asked.proofs.find(&question, &shows) {
        Verdict::Never => Some(finding(asked, reached)),
        Verdict::Shown(_) | Verdict::Undecided | Verdict::Spent => None,
    }
}

fn finding(asked: Asked<'_, '_>, reached: &[Payment]) -> Diagnostic {
    let name = &asked.rule.name;
    let message = format!("\"{name}\" changes nothing: without it, every payment is decided the same");
    let fault = Diagnostic::new(Code::RedundantRule, asked.rule.span, message)
        .help("take the rule out, or change what it decides")
        .at(asked.stage.kind, Some(name));
    // What was drawn says more than it must.
    let reaching = asked.proofs.reaching(asked.stage.kind, Some(asked.number));
    let fault = match asked.proofs.find(&reaching, &|payment| asked.wins(payment)) {
        Verdict::Shown(plain) => fault.witness(plain.witness),
        Verdict::Never | Verdict::Undecided | Verdict::Spent => fault,
    };
    let below = reached.first().and_then(|payment| second(asked, payment));
    match below.map(|number| asked.stage.rules.at(RuleId::new(number))) {
        Some(Some(rule)) => fault.label(rule.span, "decides the same for payments that would come here"),
        _ => fault.label(asked.stage.span, "decides the same"),
    }
}

/// The rule below that takes a payment.
fn second(asked: Asked<'_, '_>, payment: &Payment) -> Option<usize> {
    asked.proofs.met(asked.ladder, payment).into_iter().find(|rule| *rule > asked.number)
}

/// What would be decided without the rule.
fn next<'p>(asked: Asked<'_, 'p>, payment: &Payment) -> Option<&'p Outcome> {
    match second(asked, payment) {
        Some(number) => Some(&asked.stage.rules.at(RuleId::new(number))?.outcome),
        None => asked.stage.otherwise.as_ref(),
    }
}

fn next_by_reference<'p>(asked: Asked<'_, 'p>, payment: &Payment) -> Option<&'p Outcome> {
    let mut below = asked.stage.rules.iter().skip(asked.number + 1).map(|(_, rule)| rule);
    let next = below.find(|rule| reference::holds(asked.proofs.policy(), &rule.when, payment));
    next.map(|rule| &rule.outcome).or(asked.stage.otherwise.as_ref())
}
