//! `undecided`: a question that could not be decided within the budget. It is said, and not guessed at.

use waypost_dsl::diagnostic::{Code, Diagnostic};

use crate::analyze::rules::Asked;

/// That something is not known about a rule: `what` ends the sentence.
pub(super) fn of_rule(asked: Asked<'_, '_>, what: &str) -> Diagnostic {
    let name = &asked.rule.name;
    let message = format!("not decided within the budget for \"{name}\": {what}");
    Diagnostic::new(Code::Undecided, asked.rule.span, message)
        .help("give `check` a larger `--budget`, or make the conditions of this stage simpler")
        .at(asked.stage.kind, Some(name))
}
