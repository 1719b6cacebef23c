//! What stands behind the arrow of a case: `screen allow, route adyen, stripe, by "German debit"`.

use crate::ast::Name;
use crate::cases::tree::{By, Expectation, Outcome};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, suggest};
use crate::source::Span;

/// The words that begin an expectation.
const STAGES: [&str; 4] = ["screen", "authenticate", "route", "retry"];

/// A word, a string or a comma.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word(String),
    /// Without its quotes.
    Text(String),
    Comma,
}

impl Token {
    fn word(&self) -> Option<&str> {
        match &self.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// Whether it can only stand at the beginning of a part.
    fn begins(&self) -> bool {
        self.word().is_some_and(|word| word == "by" || STAGES.contains(&word))
    }

    fn named(&self) -> Option<Name> {
        match &self.kind {
            TokenKind::Word(text) | TokenKind::Text(text) => {
                Some(Name { text: text.clone(), span: self.span })
            }
            TokenKind::Comma => None,
        }
    }
}

/// The expectations of the case at `case`, if nothing is wrong with any of them; only the first fault is reported.
pub(super) fn read(tokens: &[Token], case: Span, diagnostics: &mut Diagnostics) -> Option<Vec<Expectation>> {
    let mut found: Vec<Expectation> = vec![];
    let mut at = 0;
    for part in tokens.split(|token| token.kind == TokenKind::Comma) {
        at += part.len();
        let added = match part.split_first() {
            Some((first, rest)) => add(first, rest, part, &mut found),
            None => Err(nothing(tokens.get(at).or(tokens.last()), case)),
        };
        if let Err(fault) = added {
            diagnostics.add(*fault);
            return None;
        }
        at += 1;
    }
    Some(found)
}

/// Adds what stands between two commas.
fn add(
    first: &Token,
    rest: &[Token],
    part: &[Token],
    found: &mut Vec<Expectation>,
) -> Result<(), Box<Diagnostic>> {
    if let Some(late) = rest.iter().find(|token| token.begins()) {
        return Err(missing_comma(late));
    }
    match first.word() {
        Some("by") => by(first, rest, found.last_mut()),
        Some(stage) if STAGES.contains(&stage) => {
            if found.iter().any(|other| other.stage.text == stage) {
                let message = format!("`{stage}` stands twice in this case");
                return Err(bad(first.span, message, "say all that is expected of a stage at once"));
            }
            let outcome = outcome(rest)?;
            let span = outcome.iter().fold(first.span, |span, outcome| span.to(outcome.span));
            let stage = Name { text: stage.to_owned(), span: first.span };
            found.push(Expectation { stage, outcome: outcome.into_iter().collect(), by: None, span });
            Ok(())
        }
        _ => match found.last_mut() {
            // Only a plan goes on behind a comma.
            Some(last) if last.stage.text == "route" && !last.outcome.is_empty() && last.by.is_none() => {
                let outcome = outcome(part)?;
                last.outcome.extend(outcome);
                last.span = last.span.to(part.last().unwrap_or(first).span);
                Ok(())
            }
            _ => Err(unknown(first)),
        },
    }
}

/// The outcome that the tokens spell; none if there are none.
fn outcome(tokens: &[Token]) -> Result<Option<Outcome>, Box<Diagnostic>> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Ok(None) };
    let words: Vec<Name> =
        tokens.iter().take_while(|token| token.word().is_some()).filter_map(Token::named).collect();
    let mut behind = tokens.iter().skip(words.len());
    let text = behind.next().and_then(Token::named);
    match behind.next() {
        _ if words.is_empty() => Err(bad(
            first.span,
            "a word is missing before this string".to_owned(),
            "a reason follows its outcome: `deny \"compliance\"`",
        )),
        Some(more) => Err(bad(
            more.span,
            "an outcome ends with its string".to_owned(),
            "put a comma before what follows",
        )),
        None => Ok(Some(Outcome { words, text, span: first.span.to(last.span) })),
    }
}

fn by(word: &Token, rest: &[Token], last: Option<&mut Expectation>) -> Result<(), Box<Diagnostic>> {
    let by = match rest {
        [Token { kind: TokenKind::Text(text), span }] => By::Rule(Name { text: text.clone(), span: *span }),
        [token] if token.word() == Some("otherwise") => By::Otherwise(token.span),
        _ => {
            let span = rest.iter().fold(word.span, |span, token| span.to(token.span));
            return Err(bad(
                span,
                "one rule is missing behind `by`".to_owned(),
                "name it in quotes, `by \"German debit\"`, or write `by otherwise`",
            ));
        }
    };
    match last {
        Some(last) if last.by.is_none() => {
            last.span = last.span.to(rest.last().unwrap_or(word).span);
            last.by = Some(by);
            Ok(())
        }
        Some(_) => Err(bad(word.span, "only one rule wins in a stage".to_owned(), "leave this one out")),
        None => Err(bad(
            word.span,
            "no stage stands before this `by`".to_owned(),
            "name the stage that the rule stands in: `route, by \"German debit\"`",
        )),
    }
}

fn unknown(first: &Token) -> Box<Diagnostic> {
    let Some(word) = first.word() else {
        return bad(
            first.span,
            "no stage stands before this string".to_owned(),
            "an expectation begins with its stage: `screen deny \"compliance\"`",
        );
    };
    let message = format!("`{word}` begins no expectation");
    match suggest::closest(word, STAGES.into_iter().chain(["by"])) {
        Some(close) => {
            let fault = bad(first.span, message, &format!("did you mean `{close}`?"));
            Box::new(fault.fix(first.span, close))
        }
        None => bad(
            first.span,
            message,
            "an expectation begins with its stage, `screen`, `authenticate`, `route` or `retry`, or with `by`",
        ),
    }
}

/// Nothing stands before or behind a comma, or there is nothing at all.
fn nothing(comma: Option<&Token>, case: Span) -> Box<Diagnostic> {
    match comma {
        Some(comma) => {
            Box::new(bad(comma.span, "this comma parts nothing", "leave it out").fix(comma.span, ""))
        }
        None => bad(case, "this case expects nothing", "say behind `=>` what is decided: `=> route adyen`"),
    }
}

fn missing_comma(late: &Token) -> Box<Diagnostic> {
    let word = late.word().unwrap_or_default();
    let before = Span { end: late.span.start, ..late.span };
    Box::new(
        bad(
            late.span,
            format!("a comma is missing before `{word}`"),
            "commas part expectations: `screen allow, route adyen`",
        )
        .fix(before, ", "),
    )
}

fn bad(span: Span, message: impl Into<String>, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::BadCase, span, message).help(help))
}
