//! What stands behind the arrow, by the stage that it stands in.

mod plan;

use crate::ast::{self, OutcomePart, OutcomeWords, ValueKind};
use crate::check::knowledge::Knowledge;
use crate::check::scope::Scope;
use crate::check::test::bad_literal;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::hir::{Connectors, Exemption, Outcome, StageKind};
use crate::literal;
pub(super) use plan::connector;

impl StageKind {
    /// What rules of this stage may decide, for a help.
    pub(super) fn outcomes(self) -> &'static str {
        match self {
            Self::Screen => "`screen` decides `allow`, `review \"queue\"` or `deny \"reason\"`",
            Self::Authenticate => "`authenticate` decides `challenge`, `frictionless` or `exempt REASON`",
            Self::Route => "`route` decides a plan like `adyen, stripe`, or `none \"reason\"`",
            Self::Retry => "`retry` decides `next`, `again`, `again after 2s` or `stop`",
        }
    }

    /// The first words of its outcomes.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Screen => &["allow", "review", "deny"],
            Self::Authenticate => &["challenge", "frictionless", "exempt"],
            Self::Route => &["none"],
            Self::Retry => &["next", "again", "stop"],
        }
    }
}

/// The outcome of a rule that takes payments of which that is known; nothing if it is faulty.
pub(super) fn check(
    scope: &mut Scope<'_, '_>,
    stage: StageKind,
    outcome: &ast::Outcome,
    connectors: &Connectors,
    known: &Knowledge,
) -> Option<Outcome> {
    let words: Vec<&str> = match outcome.parts.as_slice() {
        [OutcomePart::Words(part)] => part.words.iter().map(|word| word.text.as_str()).collect(),
        _ => vec![],
    };
    match (stage, outcome.parts.as_slice()) {
        (_, []) => None,
        (_, [OutcomePart::Words(part)]) if is_single(stage, &words) => single(scope, stage, part, &words),
        (StageKind::Route, _) => plan::check(scope, outcome, connectors, known).map(Outcome::Plan),
        _ => {
            let fault = wrong_outcome(stage, outcome);
            scope.diagnostics.add(fault);
            None
        }
    }
}

/// Whether these words are an outcome of the stage by themselves.
fn is_single(stage: StageKind, words: &[&str]) -> bool {
    match words {
        ["exempt", ..] => stage == StageKind::Authenticate,
        ["again", "after"] => stage == StageKind::Retry,
        [word] => stage.words().contains(word),
        _ => false,
    }
}

/// An outcome of one part.
fn single(
    scope: &mut Scope<'_, '_>,
    stage: StageKind,
    part: &OutcomeWords,
    words: &[&str],
) -> Option<Outcome> {
    match (stage, words) {
        (StageKind::Screen, ["allow"]) => bare(scope, part, Outcome::Allow),
        (StageKind::Screen, ["review"]) => with_text(scope, stage, part, Outcome::Review),
        (StageKind::Screen, ["deny"]) => with_text(scope, stage, part, Outcome::Deny),
        (StageKind::Authenticate, ["challenge"]) => bare(scope, part, Outcome::Challenge),
        (StageKind::Authenticate, ["frictionless"]) => bare(scope, part, Outcome::Frictionless),
        (StageKind::Authenticate, ["exempt", ..]) => exemption(scope, part),
        (StageKind::Route, ["none"]) => with_text(scope, stage, part, Outcome::NoRoute),
        (StageKind::Retry, ["next"]) => bare(scope, part, Outcome::Next),
        (StageKind::Retry, ["stop"]) => bare(scope, part, Outcome::Stop),
        (StageKind::Retry, ["again"]) => bare(scope, part, Outcome::Again(0)),
        (StageKind::Retry, _) => after(scope, part),
        _ => None,
    }
}

fn wrong_outcome(stage: StageKind, outcome: &ast::Outcome) -> Diagnostic {
    let words: Vec<&str> = match outcome.parts.first() {
        Some(OutcomePart::Words(part)) => part.words.iter().map(|word| word.text.as_str()).collect(),
        Some(OutcomePart::Split(_)) => vec!["split"],
        Some(OutcomePart::Best(_)) => vec!["best"],
        None => vec![],
    };
    let all = match outcome.parts.len() {
        1 => words.join(" "),
        _ => format!("{}, …", words.join(" ")),
    };
    let message = format!("`{all}` is no outcome of `{}`", stage.as_str());
    let fault = Diagnostic::new(Code::WrongOutcome, outcome.span, message);
    let known = stage.words();
    if let [word @ ("deny" | "review"), reason @ ..] = words.as_slice()
        && stage == StageKind::Screen
    {
        return fault.help(format!("the reason stands in quotes: `{word} \"{}\"`", reason.join(" ")));
    }
    if outcome.parts.len() > 1 && words.first().is_some_and(|word| known.contains(word)) {
        return fault.help(format!(
            "a rule decides one thing: leave out what stands behind the first comma; {}",
            stage.outcomes()
        ));
    }
    let close = words.first().and_then(|word| suggest::closest(word, known.iter().copied()));
    match close {
        Some(close) if words.first() != Some(&close) => {
            fault.help(format!("did you mean `{close}`? {}", stage.outcomes()))
        }
        _ => fault.help(stage.outcomes()),
    }
}

/// The words of an outcome.
fn spelled(part: &OutcomeWords) -> String {
    part.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn bare(scope: &mut Scope<'_, '_>, part: &OutcomeWords, outcome: Outcome) -> Option<Outcome> {
    let Some(value) = &part.value else { return Some(outcome) };
    let fault =
        Diagnostic::new(Code::WrongOutcome, value.span, format!("`{}` takes no reason", spelled(part)));
    let help = match (&outcome, &value.kind) {
        (Outcome::Again(_), ValueKind::Duration(duration)) => format!("write `again after {duration}`"),
        _ => "leave the text out".to_owned(),
    };
    scope.diagnostics.add(fault.help(help));
    None
}

fn with_text(
    scope: &mut Scope<'_, '_>,
    stage: StageKind,
    part: &OutcomeWords,
    outcome: fn(String) -> Outcome,
) -> Option<Outcome> {
    match part.value.as_ref().map(|value| &value.kind) {
        Some(ValueKind::Text(text)) if !text.trim().is_empty() => Some(outcome(text.clone())),
        _ => {
            let word = spelled(part);
            scope.diagnostics.add(
                Diagnostic::new(Code::WrongOutcome, part.span, format!("`{word}` says why, in quotes"))
                    .help(format!("write `{word} \"…\"`; {}", stage.outcomes())),
            );
            None
        }
    }
}

fn after(scope: &mut Scope<'_, '_>, part: &OutcomeWords) -> Option<Outcome> {
    let fault = match part.value.as_ref().map(|value| (value, &value.kind)) {
        Some((value, ValueKind::Duration(text))) => match literal::duration(text) {
            Ok(millis) => return u64::try_from(millis).ok().map(Outcome::Again),
            Err(fault) => bad_literal(value, &fault),
        },
        _ => Diagnostic::new(Code::WrongOutcome, part.span, "`again after` says how long to wait")
            .help("write `again after 2s`: durations read `500ms`, `2s`, `5m` or `1h`"),
    };
    scope.diagnostics.add(fault);
    None
}

fn exemption(scope: &mut Scope<'_, '_>, part: &OutcomeWords) -> Option<Outcome> {
    let known = Exemption::ALL.map(Exemption::as_str);
    let named = match part.words.as_slice() {
        [_, name] => Some(name),
        _ => None,
    };
    let text = match part.value.as_ref().map(|value| &value.kind) {
        Some(ValueKind::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let found =
        named.and_then(|name| Exemption::ALL.into_iter().find(|exemption| exemption.as_str() == name.text));
    if let (Some(exemption), None) = (found, &part.value) {
        return Some(Outcome::Exempt(exemption));
    }
    let message = match named {
        Some(name) if found.is_none() => format!("there is no exemption `{}`", name.text),
        _ => "an exemption is named by one word, without quotes".to_owned(),
    };
    let close = named.and_then(|name| suggest::closest(&name.text, known));
    let help = match close {
        Some(close) if found.is_none() => format!("did you mean `exempt {close}`?"),
        _ if text.is_some_and(|text| known.contains(&text)) => {
            format!("write `exempt {}`", text.unwrap_or_default())
        }
        _ => format!("the exemptions are {}", suggest::list(known, known.len())),
    };
    scope.diagnostics.add(Diagnostic::new(Code::WrongOutcome, part.span, message).help(help));
    None
}
