//! Slips that are made often, by people who know other languages or who mistyped a word: what was meant, and the edit.

use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::iso::Currency;
use crate::source::Span;
use crate::syntax::facts;
use crate::syntax::lexer::{normal_name, unquote};
use crate::syntax::message::Around;
use crate::syntax::token::Token;

/// How to mend a slip, in words and as an edit.
pub(super) struct Slip {
    pub(super) help: String,
    pub(super) fix: Option<(Span, String)>,
}

/// Words of other languages and what they are here, for those that are one word here as well.
const WORDS: &[(&str, &str)] = &[
    ("if", "when"),
    ("where", "when"),
    ("else", "otherwise"),
    ("default", "otherwise"),
    ("then", "->"),
    ("include", "import"),
    ("use", "import"),
    ("routing", "route"),
    ("screening", "screen"),
    ("authentication", "authenticate"),
    ("fact", "facts"),
    ("equals", "is"),
    ("serve", "serves"),
    ("cost", "fee"),
];

/// Words of other languages and how it is said here.
const PHRASES: &[(&[&str], &str)] = &[
    (&["between"], "a range reads `amount in 10.00 EUR .. 20.00 EUR`, both ends included"),
    (
        &["greater", "more", "above", "over", "exceeds"],
        "write `>`, or `>=` if the number itself is meant too",
    ),
    (&["less", "below", "under"], "write `<`, or `<=` if the number itself is meant too"),
    (&["matches", "like", "does"], "a text is tested by `is`, `starts with`, `ends with` and `contains`"),
    (&["start", "starts_with"], "write `starts with`"),
    (&["end", "ends_with"], "write `ends with`"),
    (&["exists"], "write `is present`"),
    (&["missing"], "write `is absent`"),
];

/// A number with something at it that does not belong there: `30,00`, `4242xx`, `1h30m`.
pub(super) fn odd_literal(around: &Around<'_>) -> Option<Diagnostic> {
    let (before, number) = around.before(1)?;
    let found = around.found()?;
    let span = around.span();
    let bad = |span: Span, help: String| {
        let message = format!("`{}` is not written as a number", around.text(span));
        Some(Diagnostic::new(Code::BadLiteral, span, message).help(help))
    };
    if !matches!(before, Token::Number | Token::Duration) || number.end != span.start {
        return None;
    }
    match (found, around.behind(1)) {
        (Token::Comma, Some((Token::Number | Token::Percent, part))) if span.end == part.start => {
            let (whole, decimals) = (around.text(number), around.text(part));
            let digits = decimals.bytes().take_while(u8::is_ascii_digit).count();
            let whole = whole.replace('.', "_");
            let meant =
                if digits == 3 { format!("{whole}_{decimals}") } else { format!("{whole}.{decimals}") };
            bad(
                number.to(part),
                format!("decimals stand behind a point, and `_` may part thousands: `{meant}`"),
            )
        }
        (Token::Name | Token::In | Token::Duration | Token::Code, _) => bad(
            number.to(span),
            "letters only follow a number as `ms`, `s`, `m` or `h`: a day is `24h`".to_owned(),
        ),
        (Token::Number, _) if around.word().starts_with('-') => bad(
            number.to(span),
            "a range reads `3 .. 7`, and `3 to 7` in the declaration of a fact".to_owned(),
        ),
        _ => None,
    }
}

/// A word of the language where only a name can stand.
pub(super) fn reserved(around: &Around<'_>, expected: &[&str]) -> Option<Diagnostic> {
    let names =
        |token: &&str| matches!(*token, "name" | "line name" | "per" | "fee" | "serves" | "with" | "}");
    let declares = match around.previous()? {
        Token::Policy | Token::Connector | Token::Let => !around.is_on_next_line(),
        _ => expected.contains(&"}"),
    };
    let word = around.word();
    let is_word = !matches!(around.found()?, Token::Name | Token::LineName)
        && word.starts_with(|c: char| c.is_ascii_lowercase());
    (declares && is_word && expected.contains(&"name") && expected.iter().all(names))
        .then(|| facts::reserved(word, around.span()))
}

/// What was meant, if that can be told.
pub(super) fn mend(around: &Around<'_>, expected: &[&str]) -> Option<Slip> {
    money(around, expected)
        .or_else(|| list(around, expected))
        .or_else(|| quotes(around))
        .or_else(|| presence(around))
        .or_else(|| comma(around, expected))
        .or_else(|| word(around, expected))
        .or_else(|| arrow(around, expected))
}

#[expect(clippy::unnecessary_wraps, reason = "a slip that is found ends the search for others")]
fn slip(help: impl Into<String>, fix: Option<(Span, String)>) -> Option<Slip> {
    Some(Slip { help: help.into(), fix })
}

/// `EUR 30.00` and `30.00 eur`.
fn money(around: &Around<'_>, expected: &[&str]) -> Option<Slip> {
    let (before, other) = around.before(1)?;
    let (span, upper) = (around.span(), around.word().to_uppercase());
    match (before, around.found()?) {
        (Token::Code, Token::Number) => {
            let meant = format!("{} {}", around.word(), around.text(other));
            slip(format!("the currency stands behind the number: `{meant}`"), Some((other.to(span), meant)))
        }
        (Token::Number, Token::Name) if Currency::from_code(&upper).is_some() => {
            slip(format!("codes are upper case: `{} {upper}`", around.text(other)), Some((span, upper)))
        }
        (Token::Number, Token::Name | Token::LineName) if is_unit(around.word()) => {
            slip("durations read `500ms`, `2s`, `5m` or `1h`, without a space; a day is `24h`", None)
        }
        (_, Token::LineName) if expected.contains(&"code") && Currency::from_code(&upper).is_some() => {
            slip(format!("codes are upper case: `{upper}`"), Some((span, upper)))
        }
        (Token::Per, Token::Name) if Currency::from_code(&upper).is_some() => {
            slip(format!("codes are upper case: `{upper}`"), Some((span, upper)))
        }
        _ => None,
    }
}

fn is_unit(word: &str) -> bool {
    let units = ["ms", "s", "m", "h", "d", "second", "minute", "min", "hour", "day", "week", "month", "year"];
    units.contains(&word.strip_suffix('s').unwrap_or(word)) || units.contains(&word)
}

/// Several values of one fact without a list: `is DE or FR`, `is DE, FR`, `in (DE, FR)`, `is [DE, FR]`.
fn list(around: &Around<'_>, expected: &[&str]) -> Option<Slip> {
    let values = [Token::Code, Token::Text, Token::Number, Token::Percent, Token::Duration];
    let condition = expected.contains(&"(") || expected.contains(&"->") || expected.contains(&"and");
    match (around.previous()?, around.found()?) {
        (Token::Or | Token::And, value) if values.contains(&value) => slip(
            "behind `and` and `or` stands a whole test; several values of one fact stand in a list: `country in [DE, FR]`",
            None,
        ),
        (_, Token::Comma) if condition && !expected.contains(&"|") => slip(
            "several values of one fact stand in a list: `country in [DE, FR]`; tests are joined by `and` and `or`",
            None,
        ),
        (Token::Equals, value) if values.contains(&value) => {
            slip("a list stands in brackets: `[DE, FR]`", None)
        }
        (Token::Arrow, Token::OpenBracket) => slip("leave out the brackets: `adyen, stripe`", None),
        (Token::In, Token::OpenParen) => slip("a list stands in brackets: `[DE, FR]`", None),
        (Token::Is, Token::OpenBracket) => slip(
            "write `in` before a list: `country in [DE, FR]`",
            Some((around.before(1)?.1, "in".to_owned())),
        ),
        (Token::Name, Token::OpenParen) => match around.behind(1)? {
            (Token::Text, text) => slip(
                format!(
                    "leave out the parentheses: `{} {}`",
                    around.text(around.before(1)?.1),
                    around.text(text)
                ),
                None,
            ),
            _ => None,
        },
        _ => None,
    }
}

/// A name in quotes.
fn quotes(around: &Around<'_>) -> Option<Slip> {
    let names = [Token::Arrow, Token::Policy, Token::Connector, Token::Let, Token::Of];
    let previous = around.previous()?;
    if around.found()? != Token::Text || !(names.contains(&previous) || previous == Token::Comma) {
        return None;
    }
    let name = normal_name(&unquote(around.word()));
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.contains(' ');
    is_name
        .then(|| Slip { help: format!("leave out the quotes: `{name}`"), fix: Some((around.span(), name)) })
}

/// `is not absent`.
fn presence(around: &Around<'_>) -> Option<Slip> {
    let meant = match around.found()? {
        Token::Absent => "is present",
        Token::Present => "is absent",
        _ => return None,
    };
    match (around.before(2), around.previous()?) {
        (Some((Token::Is, is)), Token::Not) => {
            slip(format!("write `{meant}`"), Some((is.to(around.span()), meant.to_owned())))
        }
        _ => slip("write the fact first: `country is absent`, `country is present`", None),
    }
}

/// A comma that is missing before what follows a type.
fn comma(around: &Around<'_>, expected: &[&str]) -> Option<Slip> {
    let word = around.word();
    match around.found()? {
        Token::Optional | Token::Private | Token::Only
            if expected.contains(&"number") || expected.contains(&",") =>
        {
            let place = Span { end: around.span().start, ..around.before(1)?.1.after() };
            slip(format!("put a comma before `{word}`"), Some((place, ", ".to_owned())))
        }
        Token::Optional | Token::Private | Token::Only => {
            slip(format!("the type stands first: `country country, {word}`"), None)
        }
        _ => None,
    }
}

/// A word that is spelled like one that can stand here, or that means the same elsewhere.
fn word(around: &Around<'_>, expected: &[&str]) -> Option<Slip> {
    let found = around.word();
    let wanted = found.to_lowercase();
    let phrase = |word: &str| PHRASES.iter().find(|(words, _)| words.contains(&word)).map(|(_, help)| *help);
    let before = around.before(1).map(|(_, span)| around.text(span)).unwrap_or_default();
    if let Some(help) = phrase(&wanted).or_else(|| phrase(before)) {
        return slip(help, None);
    }
    if !found.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let words = || {
        expected.iter().copied().filter(|word| {
            *word != "name" && !word.contains(' ') && !["code", "number", "text"].contains(word)
        })
    };
    let same = WORDS.iter().find(|(foreign, own)| {
        *foreign == wanted
            && (words().any(|word| word == *own) || (*own == "is" && expected.contains(&"->")))
            && !(*own == "when" && expected.contains(&"rule"))
    });
    let joined = ["and", "or", "not", "is", "in", "when", "rule"]
        .into_iter()
        .find(|word| *word == wanted && *word != found);
    let meant = same.map(|(_, own)| *own).or(joined).or_else(|| suggest::closest(found, words()))?;
    if meant == found {
        return None;
    }
    slip(format!("did you mean `{meant}`?"), Some((around.span(), meant.to_owned())))
}

/// An outcome without its arrow.
fn arrow(around: &Around<'_>, expected: &[&str]) -> Option<Slip> {
    let ends = [Token::Rule, Token::LineWhen, Token::Otherwise, Token::CloseBrace, Token::Comma, Token::Text];
    let outcome = around.behind(1).is_some_and(|(token, _)| ends.contains(&token));
    if !(expected.contains(&"->") && outcome && matches!(around.found()?, Token::Name | Token::LineName)) {
        return None;
    }
    let place = Span { end: around.span().start, ..around.span() };
    slip(format!("put `->` before the outcome: `-> {}`", around.word()), Some((place, "-> ".to_owned())))
}
