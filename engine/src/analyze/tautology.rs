//! `tautology`: a condition that every payment meets.

use waypost_dsl::diagnostic::{Code, Diagnostic};

use crate::analyze::rules::Asked;
use crate::proof::{Question, Verdict};

/// The finding, if every payment that the stage is asked about meets the condition that is written at the rule. A rule
/// without a condition is meant to take all.
pub(super) fn find(asked: Asked<'_, '_>) -> Option<Diagnostic> {
    let Asked { proofs, stage, ladder, rule, number, .. } = asked;
    let (first, last) = (rule.parts.first()?, rule.parts.last()?);
    let outside = ladder.of_rule(number).iter().collect();
    let question = Question { within: vec![proofs.start(stage.kind)], outside, ..Question::default() };
    if !matches!(proofs.find(&question, &|_| true), Verdict::Never) {
        return None;
    }
    let message = format!("every payment meets the condition of \"{}\"", rule.name);
    let fault = Diagnostic::new(Code::Tautology, rule.span, message)
        .label(first.to(*last), "no payment is otherwise")
        .help("if the rule is meant for all payments that get here, write it without `when`; else correct the condition")
        .at(stage.kind, Some(&rule.name));
    Some(fault)
}
