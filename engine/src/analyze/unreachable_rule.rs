//! `unreachable-rule`: all payments that a rule would take are taken by the rules above it.

use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic, Witness};
use waypost_dsl::hir::{Rule, RuleId};

use crate::analyze::fewest::fewest;
use crate::analyze::rules::Asked;

/// How many of the rules above are named.
const NAMED: usize = 6;

/// The finding about a rule that no payment reaches, though some would meet its condition, perhaps this one.
pub(super) fn finding(asked: Asked<'_, '_>, example: Option<Witness>) -> Diagnostic {
    let above: Vec<&Rule> =
        fewest(asked).into_iter().filter_map(|number| asked.stage.rules.at(RuleId::new(number))).collect();
    let name = &asked.rule.name;
    let names: Vec<String> = above.iter().take(NAMED).map(|rule| format!("\"{}\"", rule.name)).collect();
    let more = above.len() - names.len();
    let names = match (names.split_last(), more) {
        (Some((last, rest)), 0) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        (_, 0) => names.concat(),
        (_, more) => format!("{} and {more} more", names.join(", ")),
    };
    let (verb, help) = match above.len() {
        1 => ("takes", format!("move \"{name}\" above {names}, make {names} narrower, or take the rule out")),
        _ => (
            "together take",
            format!("move \"{name}\" above them, make one of them narrower, or take the rule out"),
        ),
    };
    let message = format!("no payment reaches \"{name}\": {names} above it {verb} all that it would");
    let fault = Diagnostic::new(Code::UnreachableRule, asked.rule.span, message)
        .saying("this rule never decides anything")
        .help(help)
        .at(asked.stage.kind, Some(name));
    let fault = example.into_iter().fold(fault, Diagnostic::witness);
    let takes = if above.len() == 1 { "takes all of them" } else { "takes some of them" };
    above.iter().take(NAMED).fold(fault, |fault, rule| fault.label(rule.span, takes))
}
