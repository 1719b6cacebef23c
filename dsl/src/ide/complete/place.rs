//! What is expected at a place, by what was written before it.

mod condition;

use crate::hir::StageKind;
use crate::ide::complete::scan::{Frame, Scanned, Word};
use crate::ide::names::stage_kind;
use crate::syntax::Token;
use condition::{condition, in_set};

/// A word that is this token.
macro_rules! word {
    ($token:ident) => {
        Word { token: Token::$token, .. }
    };
}

/// What is expected at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place<'t> {
    /// One of these words.
    Words(&'static [&'static str]),
    /// What begins a test, in that stage if in one.
    Test(Option<StageKind>),
    /// What follows a name that begins a test.
    Behind(&'t str, Option<StageKind>),
    /// A value of a fact, or one of these words.
    Value(&'t str, &'static [&'static str]),
    /// A value of a set that belongs to no fact.
    SetItem,
    /// The cell of a table, in the column of that fact.
    Cell(&'t str),
    /// A fact: the column of a table, or what a split goes by.
    Fact,
    /// An outcome of a stage.
    Outcome(StageKind),
    /// A connector of a plan, or what may stand in place of one.
    Candidate,
    /// A connector alone.
    Connector,
    /// An exemption.
    Exemption,
    /// The code of a currency.
    Currency,
    /// A type of facts.
    Type,
    /// Nothing that could be named.
    Nothing,
}

const TOP: &[&str] = &[
    "policy",
    "import",
    "facts",
    "connector",
    "let",
    "list",
    "rates",
    "screen",
    "authenticate",
    "route",
    "retry",
    "invariant",
];
const LINES: &[&str] = &["rule", "when", "table", "otherwise"];
const STAGES: &[&str] = &["screen", "authenticate", "route", "retry"];
const MODIFIERS: &[&str] = &["optional", "private", "only when"];

/// What is expected.
pub(super) fn place<'t>(scanned: &Scanned<'t>) -> Place<'t> {
    let line = scanned.line.as_slice();
    let first = line.first().map(|word| word.token);
    match scanned.frame {
        Frame::Plan => match line.last() {
            Some(word!(OpenBrace) | word!(Comma)) => Place::Connector,
            _ => Place::Nothing,
        },
        Frame::Set | Frame::Parentheses => condition(line, scanned.stage),
        Frame::File => top(scanned, first),
        Frame::Facts => fact(scanned),
        Frame::Connector => match first {
            Some(Token::Serves) if !ends_here(scanned) => condition(line, None),
            Some(Token::Fee) if !scanned.new_line => Place::Nothing,
            _ => Place::Words(&["serves", "fee"]),
        },
        Frame::Rates => match line.last() {
            Some(word!(Code)) => Place::Nothing,
            _ => Place::Currency,
        },
        Frame::Stage(stage) => stage_line(scanned, stage, first),
        Frame::Table(stage) => table_line(scanned, stage, first),
    }
}

/// Whether what was begun ended with the line before.
fn ends_here(scanned: &Scanned<'_>) -> bool {
    let goes_on = |word: &Word<'_>| {
        matches!(
            word.token,
            Token::And
                | Token::Or
                | Token::Not
                | Token::Is
                | Token::In
                | Token::Comma
                | Token::Arrow
                | Token::Equals
                | Token::When
                | Token::LineWhen
                | Token::With
                | Token::Serves
                | Token::Colon
        )
    };
    scanned.new_line && !scanned.line.last().is_some_and(goes_on)
}

fn top<'t>(scanned: &Scanned<'t>, first: Option<Token>) -> Place<'t> {
    let line = scanned.line.as_slice();
    if ends_here(scanned) {
        return Place::Words(TOP);
    }
    match (first, line) {
        (Some(Token::Let), [_, _, word!(Equals), rest @ ..]) => condition(rest, None),
        (Some(Token::Let), [_, _]) => Place::Words(&["="]),
        (Some(Token::List), [_, _, word!(Colon)]) => Place::Words(&["digits", "text", "country", "integer"]),
        (Some(Token::List), [_, _, word!(Colon), _]) => Place::Words(&["from"]),
        (Some(Token::List), [.., word!(From), _]) => Place::Words(&["column"]),
        (Some(Token::Rates), [_, _]) => Place::Words(&["per"]),
        (Some(Token::Rates), [.., word!(Per)]) => Place::Currency,
        (Some(Token::Invariant), _) => invariant(line),
        (Some(token), _) if token.begins_something() => Place::Nothing,
        _ => Place::Words(TOP),
    }
}

fn invariant<'t>(line: &[Word<'t>]) -> Place<'t> {
    let colon = line.iter().position(|word| word.token == Token::Colon);
    let claim = colon.and_then(|colon| line.get(colon + 1..));
    let stage = claim.and_then(|claim| stage_kind(claim.first()?.text));
    match (claim, line) {
        (Some([]), _) => Place::Words(STAGES),
        (Some([_]), _) if stage == Some(StageKind::Route) => Place::Words(&["always", "never", "first"]),
        (Some([_]), _) => Place::Words(&["always", "never"]),
        (Some([_, _]), _) if stage == Some(StageKind::Route) => Place::Connector,
        (Some([_, _]), _) => stage.map_or(Place::Nothing, Place::Outcome),
        (Some([.., last]), _) if last.text == "exempt" => Place::Exemption,
        (None, [_, _, rest @ ..]) => before_claim(rest),
        _ => Place::Nothing,
    }
}

/// What is expected between the name of an invariant and its colon, `line` being what stands there already.
fn before_claim<'t>(line: &[Word<'t>]) -> Place<'t> {
    let is_when = |word: &Word<'_>| matches!(word.token, Token::When | Token::LineWhen);
    if let Some(when) = line.iter().position(is_when) {
        return condition(line.get(when + 1..).unwrap_or_default(), None);
    }
    match line {
        [] => Place::Words(&["when", "effective", ":"]),
        [word!(Effective)] => Place::Words(&["from", "until"]),
        [.., word!(From), word!(Date)] => Place::Words(&["until", "when", ":"]),
        [.., word!(Until), word!(Date)] => Place::Words(&["when", ":"]),
        _ => Place::Nothing,
    }
}

fn fact<'t>(scanned: &Scanned<'t>) -> Place<'t> {
    let line = scanned.line.as_slice();
    if line.is_empty() || ends_here(scanned) {
        return Place::Nothing;
    }
    if let Some(only) = line.iter().rposition(|word| word.token == Token::Only) {
        let when = line.get(only + 2..);
        return match (when, line.last()) {
            (None, _) => Place::Words(&["when"]),
            (_, Some(word!(Comma))) if !in_set(line) => Place::Words(MODIFIERS),
            (Some(when), _) => condition(when, None),
        };
    }
    match (line.get(1).map(|word| word.text), line) {
        (_, [_]) => Place::Type,
        (Some("money"), [.., word!(Comma) | word!(In)]) => Place::Currency,
        (_, [.., word!(Comma)]) => Place::Words(MODIFIERS),
        (Some("one"), [_, _]) => Place::Words(&["of"]),
        (Some("money" | "timestamp"), [_, _]) => Place::Words(&["in"]),
        (Some("integer" | "digits"), [_, _, _]) => Place::Words(&["to"]),
        _ => Place::Nothing,
    }
}

fn stage_line<'t>(scanned: &Scanned<'t>, stage: StageKind, first: Option<Token>) -> Place<'t> {
    let line = scanned.line.as_slice();
    let arrow = line.iter().position(|word| word.token == Token::Arrow);
    if let Some(behind) = arrow.and_then(|arrow| line.get(arrow + 1..)) {
        return if ends_here(scanned) { Place::Words(LINES) } else { outcome(stage, behind) };
    }
    match (first, line) {
        (Some(Token::Otherwise), [_]) => Place::Words(&["->"]),
        (Some(Token::Rule), [_, _]) => Place::Words(&["when", "->"]),
        (Some(Token::Rule), [_, _, _, rest @ ..]) | (Some(Token::LineWhen | Token::When), [_, rest @ ..]) => {
            condition(rest, Some(stage))
        }
        (Some(Token::Rule | Token::Table), _) => Place::Nothing,
        _ => Place::Words(LINES),
    }
}

fn table_line<'t>(scanned: &Scanned<'t>, stage: StageKind, first: Option<Token>) -> Place<'t> {
    let line = scanned.line.as_slice();
    if line.is_empty() {
        return Place::Fact;
    }
    let column = |at: usize| scanned.columns.get(at).map_or(Place::Nothing, |fact| Place::Cell(fact));
    if scanned.new_line {
        return column(0);
    }
    let arrow = line.iter().position(|word| word.token == Token::Arrow);
    let behind = arrow.and_then(|arrow| line.get(arrow + 1..));
    let bars = line.iter().filter(|word| word.token == Token::Bar).count();
    match (first, behind, line.last()) {
        (Some(Token::Head), Some([]), _) => Place::Words(STAGES),
        (Some(Token::Head), Some(_), _) => Place::Nothing,
        (Some(Token::Head), None, Some(word!(Head) | word!(Bar))) => Place::Fact,
        (Some(Token::Head), None, _) => Place::Words(&["|", "->"]),
        (_, Some(behind), _) => outcome(stage, behind),
        (_, None, Some(word!(Row) | word!(Bar) | word!(Comma) | word!(Not) | word!(DotDot))) => column(bars),
        _ if bars + 1 < scanned.columns.len() => Place::Words(&["|"]),
        _ => Place::Words(&["->"]),
    }
}

/// What follows the arrow, `behind` being what stands there already.
fn outcome<'t>(stage: StageKind, behind: &[Word<'t>]) -> Place<'t> {
    match behind {
        [] => Place::Outcome(stage),
        [.., word!(Split) | word!(Best)] => Place::Words(&["by"]),
        [.., word!(Split), word!(By)] => Place::Fact,
        [.., word!(Best), word!(By)] => Place::Words(&["success_rate", "cost", "latency"]),
        [.., word!(Comma)] if stage == StageKind::Route => Place::Candidate,
        [.., last] if last.text == "exempt" => Place::Exemption,
        [.., last] if last.text == "again" => Place::Words(&["after"]),
        _ => Place::Nothing,
    }
}
