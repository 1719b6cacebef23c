//! What stands behind the arrow, by the stage that it stands in.

use crate::ast::{self, OutcomePart};
use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::hir::{Candidate, ConnectorId, Connectors, Exemption, Outcome, StageKind};

impl StageKind {
    /// What rules of this stage may decide, for a help.
    fn outcomes(self) -> &'static str {
        match self {
            Self::Screen => "`screen` decides `allow`, `review \"queue\"` or `deny \"reason\"`",
            Self::Authenticate => "`authenticate` decides `challenge`, `frictionless` or `exempt REASON`",
            Self::Route => "`route` decides a plan like `adyen, stripe`, or `none \"reason\"`",
        }
    }
}

/// The outcome of a rule; nothing if it is faulty.
pub(super) fn check(
    scope: &mut Scope<'_, '_>,
    stage: StageKind,
    outcome: &ast::Outcome,
    connectors: &Connectors,
) -> Option<Outcome> {
    let first = outcome.parts.first()?;
    let single = match outcome.parts.as_slice() {
        [single] => Some(single),
        _ => None,
    };
    let words: Vec<&str> = first.words.iter().map(|word| word.text.as_str()).collect();
    match (stage, words.as_slice(), single) {
        (StageKind::Screen, ["allow"], Some(part)) => without_text(scope, part, Outcome::Allow),
        (StageKind::Screen, ["review"], Some(part)) => with_text(scope, stage, part, Outcome::Review),
        (StageKind::Screen, ["deny"], Some(part)) => with_text(scope, stage, part, Outcome::Deny),
        (StageKind::Authenticate, ["challenge"], Some(part)) => without_text(scope, part, Outcome::Challenge),
        (StageKind::Authenticate, ["frictionless"], Some(part)) => {
            without_text(scope, part, Outcome::Frictionless)
        }
        (StageKind::Authenticate, ["exempt", ..], Some(part)) => exemption(scope, part),
        (StageKind::Route, ["none"], Some(part)) => with_text(scope, stage, part, Outcome::NoRoute),
        (StageKind::Route, ..) => plan(scope, outcome, connectors),
        _ => {
            let fault = wrong_outcome(stage, outcome, &words);
            scope.diagnostics.add(fault);
            None
        }
    }
}

fn wrong_outcome(stage: StageKind, outcome: &ast::Outcome, words: &[&str]) -> Diagnostic {
    let all = match outcome.parts.len() {
        1 => words.join(" "),
        _ => format!("{}, …", words.join(" ")),
    };
    let message = format!("`{all}` is no outcome of `{}`", stage.as_str());
    let fault = Diagnostic::new(Code::WrongOutcome, outcome.span, message);
    let known: &[&str] = match stage {
        StageKind::Screen => &["allow", "review", "deny"],
        StageKind::Authenticate => &["challenge", "frictionless", "exempt"],
        StageKind::Route => &["none"],
    };
    if let [word @ ("deny" | "review"), reason @ ..] = words
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
        Some(close) => fault.help(format!("did you mean `{close}`? {}", stage.outcomes())),
        None => fault.help(stage.outcomes()),
    }
}

fn without_text(scope: &mut Scope<'_, '_>, part: &OutcomePart, outcome: Outcome) -> Option<Outcome> {
    if let Some(text) = &part.text {
        let word = part.words.first().map_or("", |word| word.text.as_str());
        scope.diagnostics.add(
            Diagnostic::new(Code::WrongOutcome, text.span, format!("`{word}` takes no reason"))
                .help("leave the text out"),
        );
        return None;
    }
    Some(outcome)
}

fn with_text(
    scope: &mut Scope<'_, '_>,
    stage: StageKind,
    part: &OutcomePart,
    outcome: fn(String) -> Outcome,
) -> Option<Outcome> {
    match &part.text {
        Some(text) if !text.text.trim().is_empty() => Some(outcome(text.text.clone())),
        _ => {
            let word = part.words.first().map_or("", |word| word.text.as_str());
            scope.diagnostics.add(
                Diagnostic::new(Code::WrongOutcome, part.span, format!("`{word}` says why, in quotes"))
                    .help(format!("write `{word} \"…\"`; {}", stage.outcomes())),
            );
            None
        }
    }
}

fn exemption(scope: &mut Scope<'_, '_>, part: &OutcomePart) -> Option<Outcome> {
    let known = Exemption::ALL.map(Exemption::as_str);
    let (named, text) = match part.words.as_slice() {
        [_, name] => (Some(name), &part.text),
        _ => (None, &part.text),
    };
    let found =
        named.and_then(|name| Exemption::ALL.into_iter().find(|exemption| exemption.as_str() == name.text));
    if let (Some(exemption), None) = (found, text) {
        return Some(Outcome::Exempt(exemption));
    }
    let message = match named {
        Some(name) if found.is_none() => format!("there is no exemption `{}`", name.text),
        _ => "an exemption is named by one word, without quotes".to_owned(),
    };
    let close = named.and_then(|name| suggest::closest(&name.text, known));
    let help = match close {
        Some(close) if found.is_none() => format!("did you mean `exempt {close}`?"),
        _ if text.as_ref().is_some_and(|text| known.contains(&text.text.as_str())) => {
            format!("write `exempt {}`", text.as_ref().map_or("", |text| &text.text))
        }
        _ => format!("the exemptions are {}", suggest::list(known, known.len())),
    };
    scope.diagnostics.add(Diagnostic::new(Code::WrongOutcome, part.span, message).help(help));
    None
}

fn plan(scope: &mut Scope<'_, '_>, outcome: &ast::Outcome, connectors: &Connectors) -> Option<Outcome> {
    let mut candidates: Vec<(ConnectorId, &OutcomePart)> = vec![];
    let mut sound = true;
    for part in &outcome.parts {
        let Some(id) = connector(scope, part, connectors) else {
            sound = false;
            continue;
        };
        match candidates.iter().find(|(known, _)| *known == id) {
            Some((_, first)) => {
                let name = &connectors[id].name;
                scope.diagnostics.add(
                    Diagnostic::new(
                        Code::ConnectorTwice,
                        part.span,
                        format!("this plan names `{name}` twice"),
                    )
                    .label(first.span, "it is named here for the first time")
                    .help("a plan tries each connector once: leave one of the two out"),
                );
                sound = false;
            }
            None => candidates.push((id, part)),
        }
    }
    if candidates.len() > Outcome::PLAN_MAX {
        let message = format!("a plan has at most {} candidates", Outcome::PLAN_MAX);
        scope.diagnostics.add(
            Diagnostic::new(Code::TooLarge, outcome.span, message)
                .help("leave out those that are never reached"),
        );
        sound = false;
    }
    sound.then(|| Outcome::Plan(candidates.into_iter().map(|(id, _)| Candidate::Connector(id)).collect()))
}

fn connector(scope: &mut Scope<'_, '_>, part: &OutcomePart, connectors: &Connectors) -> Option<ConnectorId> {
    let (name, more) = part.words.split_first()?;
    let of_another_stage = ["allow", "review", "deny", "challenge", "frictionless", "exempt", "none"];
    let known = connectors.iter().any(|(_, known)| known.name == name.text);
    if !known && of_another_stage.contains(&name.text.as_str()) {
        let message = match name.text.as_str() {
            "none" => "`none` stands alone, and says why in quotes".to_owned(),
            other => format!("`{other}` is no outcome of `route`"),
        };
        let fault = Diagnostic::new(Code::WrongOutcome, part.span, message).help(StageKind::Route.outcomes());
        scope.diagnostics.add(fault);
        return None;
    }
    if let (Some(next), _) | (None, Some(next)) = (more.first(), &part.text) {
        let message = format!("`{}` does not belong behind `{}`", next.text, name.text);
        let help = match connectors.iter().any(|(_, known)| known.name == next.text) {
            true => format!("put a comma between them: `{}, {}`", name.text, next.text),
            false => StageKind::Route.outcomes().to_owned(),
        };
        scope.diagnostics.add(Diagnostic::new(Code::WrongOutcome, next.span, message).help(help));
        return None;
    }
    let found = connectors.iter().find(|(_, known)| known.name == name.text).map(|(id, _)| id);
    if found.is_none() && !scope.declared.incomplete {
        let known = || connectors.iter().map(|(_, connector)| connector.name.as_str());
        let message = format!("there is no connector `{}`", name.text);
        let fault = Diagnostic::new(Code::UnknownConnector, name.span, message);
        scope.diagnostics.add(match suggest::closest(&name.text, known()) {
            Some(close) => fault.help(format!("did you mean `{close}`?")).fix(name.span, close),
            None => fault.help(format!(
                "declare it with `connector {} {{ … }}`, or use one that is declared: {}",
                name.text,
                suggest::list(known(), 12)
            )),
        });
    }
    found
}
