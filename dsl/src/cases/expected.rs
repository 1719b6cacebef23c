//! What a case expects, by the stages, rules and connectors of a policy.

use crate::ast::Name;
use crate::cases::tree::{By, Case, Expectation, Outcome as Written};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, suggest};
use crate::hir::{ConnectorId, Connectors, Exemption, Outcome, Policy, RuleId, Stage, StageKind};
use crate::literal;
use crate::source::Span;

/// What is expected of one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The stage.
    pub stage: StageKind,
    /// What it decides, if that is said.
    pub outcome: Option<Wanted>,
    /// The rule that wins, if that is said; `None` within for `otherwise`.
    pub by: Option<Option<RuleId>>,
    /// Where it is said.
    pub span: Span,
}

/// An outcome that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// These connectors are tried, in this order, and no others.
    Tried(Vec<ConnectorId>),
    /// Just this.
    Outcome(Outcome),
    /// This with any reason, exemption or delay.
    Like(Outcome),
}

impl Wanted {
    /// Whether `outcome` is expected, with the connectors that are tried if it is a plan.
    pub fn is_met(&self, outcome: &Outcome, tried: &[ConnectorId]) -> bool {
        match self {
            Self::Tried(connectors) => matches!(outcome, Outcome::Plan(_)) && connectors == tried,
            Self::Outcome(wanted) => wanted == outcome,
            Self::Like(wanted) => std::mem::discriminant(wanted) == std::mem::discriminant(outcome),
        }
    }
}

/// What `case` expects of the stages of `policy`, if nothing is wrong with it.
pub fn expected(case: &Case, policy: &Policy, diagnostics: &mut Diagnostics) -> Option<Vec<Expected>> {
    let read: Vec<Option<Expected>> = case
        .expectations
        .iter()
        .map(|one| match expectation(one, policy) {
            Ok(expected) => Some(expected),
            Err(fault) => {
                diagnostics.add(*fault);
                None
            }
        })
        .collect();
    read.into_iter().collect()
}

type Read<T> = Result<T, Box<Diagnostic>>;

fn expectation(written: &Expectation, policy: &Policy) -> Read<Expected> {
    let stage = policy.stages.iter().find(|stage| stage.kind.as_str() == written.stage.text);
    let Some(stage) = stage else {
        let message = format!("the policy has no stage `{}`", written.stage.text);
        return Err(bad(written.stage.span, message, "leave this out, or add the stage to the policy"));
    };
    let outcome = match written.outcome.split_first() {
        None => None,
        Some((first, more)) => Some(wanted(stage.kind, first, more, &policy.connectors)?),
    };
    let by = written.by.as_ref().map(|by| rule(by, stage, policy)).transpose()?;
    Ok(Expected { stage: stage.kind, outcome, by, span: written.span })
}

/// The words that outcomes of a stage begin with.
fn words(stage: StageKind) -> &'static [&'static str] {
    match stage {
        StageKind::Screen => &["allow", "review", "deny"],
        StageKind::Authenticate => &["challenge", "frictionless", "exempt"],
        StageKind::Route => &["none"],
        StageKind::Retry => &["next", "again", "stop"],
    }
}

fn wanted(stage: StageKind, first: &Written, more: &[Written], connectors: &Connectors) -> Read<Wanted> {
    let spelled: Vec<&str> = first.words.iter().map(|word| word.text.as_str()).collect();
    let text = first.text.as_ref().map(|text| text.text.clone());
    let with = |outcome: fn(String) -> Outcome| match &text {
        Some(text) => Ok(Wanted::Outcome(outcome(text.clone()))),
        None => Ok(Wanted::Like(outcome(String::new()))),
    };
    match (stage, spelled.as_slice(), &text) {
        (StageKind::Screen, ["allow"], None) => Ok(Wanted::Outcome(Outcome::Allow)),
        (StageKind::Screen, ["review"], _) => with(Outcome::Review),
        (StageKind::Screen, ["deny"], _) => with(Outcome::Deny),
        (StageKind::Authenticate, ["challenge"], None) => Ok(Wanted::Outcome(Outcome::Challenge)),
        (StageKind::Authenticate, ["frictionless"], None) => Ok(Wanted::Outcome(Outcome::Frictionless)),
        (StageKind::Authenticate, ["exempt"], None) => Ok(Wanted::Like(Outcome::Exempt(Exemption::LowValue))),
        (StageKind::Authenticate, ["exempt", _], None) => exemption(first),
        (StageKind::Retry, ["next"], None) => Ok(Wanted::Outcome(Outcome::Next)),
        (StageKind::Retry, ["stop"], None) => Ok(Wanted::Outcome(Outcome::Stop)),
        (StageKind::Retry, ["again"], None) => Ok(Wanted::Like(Outcome::Again(0))),
        (StageKind::Retry, ["again", "after", _], None) => again(first),
        (StageKind::Route, ["none"], _) if more.is_empty() => with(Outcome::NoRoute),
        (StageKind::Route, ..) => tried(first, more, connectors),
        _ => Err(unknown_outcome(stage, first, &spelled)),
    }
}

fn unknown_outcome(stage: StageKind, written: &Written, spelled: &[&str]) -> Box<Diagnostic> {
    let (name, known) = (stage.as_str(), words(stage));
    let first = spelled.first().copied().unwrap_or_default();
    if known.contains(&first) {
        let help = match first {
            "review" | "deny" => format!("a reason stands in quotes: `{name} {first} \"…\"`"),
            "exempt" => "one exemption follows: `authenticate exempt low_value`".to_owned(),
            "again" => "a delay follows: `retry again after 2s`".to_owned(),
            _ => format!("nothing follows it: `{name} {first}`"),
        };
        return bad(written.span, format!("`{first}` does not go on like this"), help);
    }
    let fault = bad(written.span, format!("`{name}` never decides `{}`", spelled.join(" ")), String::new());
    let first_span = written.words.first().map_or(written.span, |word| word.span);
    Box::new(match suggest::closest(first, known.iter().copied()) {
        Some(close) => fault.help(format!("did you mean `{close}`?")).fix(first_span, close),
        None => fault.help(format!("it decides {}", suggest::list(known.iter().copied(), 8))),
    })
}

fn exemption(written: &Written) -> Read<Wanted> {
    let Some(name) = written.words.last() else {
        return Err(unknown_outcome(StageKind::Authenticate, written, &[]));
    };
    let known = || Exemption::ALL.into_iter().map(Exemption::as_str);
    match Exemption::ALL.into_iter().find(|known| known.as_str() == name.text) {
        Some(found) => Ok(Wanted::Outcome(Outcome::Exempt(found))),
        None => Err(unknown(name, &format!("there is no exemption `{}`", name.text), "exemptions", known())),
    }
}

fn again(written: &Written) -> Read<Wanted> {
    let Some(delay) = written.words.last() else {
        return Err(unknown_outcome(StageKind::Retry, written, &[]));
    };
    match literal::is_duration(&delay.text).then(|| literal::duration(&delay.text)) {
        Some(Ok(millis)) => Ok(Wanted::Outcome(Outcome::Again(millis.unsigned_abs()))),
        Some(Err(fault)) => {
            let (message, help) = fault.describe(&delay.text);
            Err(bad(delay.span, message, help))
        }
        None => {
            let message = format!("`{}` is no duration", delay.text);
            Err(bad(delay.span, message, "a duration reads `500ms`, `2s`, `5m` or `1h`"))
        }
    }
}

/// The connectors of a plan.
fn tried(first: &Written, more: &[Written], connectors: &Connectors) -> Read<Wanted> {
    let mut tried: Vec<ConnectorId> = vec![];
    for part in std::iter::once(first).chain(more) {
        if part.words.first().is_some_and(|word| word.text == "none") {
            let help = "what is tried nowhere has no plan: `none` stands alone, with or without its reason";
            return Err(bad(part.span, "`none` is no connector", help));
        }
        let ([name], None) = (part.words.as_slice(), &part.text) else {
            let help = "commas part connectors: `route adyen, stripe`";
            return Err(bad(part.span, "a plan names one connector between two commas", help));
        };
        let Some((id, _)) = connectors.iter().find(|(_, known)| known.name == name.text) else {
            let known = connectors.iter().map(|(_, known)| known.name.as_str());
            return Err(unknown(
                name,
                &format!("there is no connector `{}`", name.text),
                "connectors",
                known,
            ));
        };
        if tried.contains(&id) {
            let message = format!("`{}` stands twice in this plan", name.text);
            return Err(bad(name.span, message, "a connector is tried once: keep one of the two"));
        }
        tried.push(id);
    }
    Ok(Wanted::Tried(tried))
}

/// The rule that is named, or none for `otherwise`.
fn rule(by: &By, stage: &Stage, policy: &Policy) -> Read<Option<RuleId>> {
    let kind = stage.kind.as_str();
    let name = match by {
        By::Otherwise(_) if stage.otherwise.is_some() => return Ok(None),
        By::Otherwise(span) => {
            return Err(bad(*span, format!("`{kind}` has no `otherwise`"), "name the rule in quotes"));
        }
        By::Rule(name) => name,
    };
    if let Some((id, _)) = stage.rules.iter().find(|(_, rule)| rule.name == name.text) {
        return Ok(Some(id));
    }
    let message = format!("`{kind}` has no rule {}", literal::quote(&name.text));
    let has = |other: &&Stage| other.rules.iter().any(|(_, rule)| rule.name == name.text);
    Err(match policy.stages.iter().find(has) {
        Some(other) => {
            let help = format!("it stands in `{0}`: put it behind what `{0}` decides", other.kind.as_str());
            bad(name.span, message, help)
        }
        None => {
            let fault = bad(name.span, message, "name a rule of the stage, or `otherwise`");
            match suggest::closest(&name.text, stage.rules.iter().map(|(_, rule)| rule.name.as_str())) {
                Some(close) => {
                    let close = literal::quote(close);
                    Box::new(fault.help(format!("did you mean `{close}`?")).fix(name.span, close))
                }
                None => fault,
            }
        }
    })
}

fn unknown<'n>(
    name: &Name,
    message: &str,
    what: &str,
    known: impl Iterator<Item = &'n str>,
) -> Box<Diagnostic> {
    let known: Vec<&str> = known.collect();
    let fault = Diagnostic::new(Code::BadExpectation, name.span, message);
    Box::new(match suggest::closest(&name.text, known.iter().copied()) {
        Some(close) => fault.help(format!("did you mean `{close}`?")).fix(name.span, close),
        None => fault.help(format!("{what} are {}", suggest::list(known, 8))),
    })
}

fn bad(span: Span, message: impl Into<String>, help: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::BadExpectation, span, message).help(help))
}
