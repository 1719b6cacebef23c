//! What somebody wants to be decided, in the words in which cases expect it; the stage may be left out.

use waypost_dsl::cases::{self, Expected};
use waypost_dsl::hir::{Policy, StageKind};
use waypost_dsl::{Code, Diagnostic, Diagnostics, Sources};

/// Outcomes that only one stage has, by their first words.
const WORDS: [(StageKind, &[&str]); 3] = [
    (StageKind::Screen, &["allow", "review", "deny"]),
    (StageKind::Authenticate, &["challenge", "frictionless", "exempt"]),
    (StageKind::Retry, &["next", "again", "stop"]),
];

/// What `text` wants: `authenticate challenge`, `deny`, `route adyen`, `adyen, stripe`, `route, by "German debit"`.
pub fn wanted(policy: &Policy, text: &str) -> Result<Expected, Box<Diagnostic>> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let case = format!("\"wanted\"\n  => {}{}", stage(text), text.trim());
    let read = cases::read("", &case, &mut sources, &mut diagnostics);
    let expected = read.first().and_then(|case| cases::expected(case, policy, &mut diagnostics));
    let mut expected = expected.unwrap_or_default().into_iter();
    match (diagnostics.into_sorted().into_iter().next(), expected.next(), expected.next()) {
        (None, Some(one), None) if one.outcome.is_some() || one.by.is_some() => Ok(one),
        (Some(fault), ..) => Err(Box::new(fault)),
        _ => {
            let place = waypost_dsl::Span { file: sources.add("", ""), start: 0, end: 0 };
            let fault = Diagnostic::new(
                Code::BadExpectation,
                place,
                "one thing of one stage can be wanted at a time",
            );
            Err(Box::new(fault.help("name one stage with its outcome: `route adyen`")))
        }
    }
}

/// The stage that is meant, with a gap behind it, if the text does not begin with one.
fn stage(text: &str) -> String {
    let mut words = text.split([' ', '\t', '\n', ',']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    if StageKind::ALL.iter().any(|kind| kind.as_str() == first) {
        return String::new();
    }
    let of_word = WORDS.iter().find(|(_, words)| words.contains(&first)).map(|(stage, _)| *stage);
    format!("{} ", of_word.unwrap_or(StageKind::Route).as_str())
}
