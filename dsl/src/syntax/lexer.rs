//! Text to tokens. Never fails: what has no meaning is reported and left out.

use logos::Logos;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::literal::text;
use crate::source::{FileId, Span};
use crate::syntax::context::Context;
use crate::syntax::token::Token;

/// The tokens of a file and, apart, its comments.
#[derive(Debug, Default)]
pub struct Lexed {
    /// Everything but comments.
    pub tokens: Vec<(Token, Span)>,
    /// The comments, with their `#`, in order.
    pub comments: Vec<Span>,
}

/// Whether `word` is a name, with or without dots, and no word of the language.
pub(crate) fn is_name(word: &str) -> bool {
    let mut tokens = Token::lexer(word).spanned();
    matches!(tokens.next(), Some((Ok(Token::Name), range)) if range.end == word.len() && range.start == 0)
}

/// Splits `text`, which is at most 4 GiB long, into tokens.
pub fn lex(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Lexed {
    let mut lexed = Lexed::default();
    let mut line_end = 0;
    let mut odd = vec![];
    let mut context = Context::default();
    for (token, range) in Token::lexer(text).spanned() {
        let first_on_line = text.get(line_end..range.start).is_some_and(|gap| gap.contains('\n'));
        line_end = range.end;
        let span = span(file, &range);
        let word = text.get(range).unwrap_or_default();
        match token {
            Ok(Token::Comment) => lexed.comments.push(span),
            Ok(Token::OddComment) => diagnostics.add(foreign_comment(span)),
            Ok(token) => {
                let line = context.step(token, first_on_line);
                lexed.tokens.extend(line.map(|line| (line, Span { end: span.start, ..span })));
                let next = next_word(text.get(line_end..).unwrap_or_default());
                let token = context.meaning(token, next);
                let first_on_line = first_on_line && !context.in_table();
                report(token, word, span, diagnostics);
                push(&mut lexed.tokens, at_line(token, word, next, first_on_line), span);
            }
            Err(()) => odd.push(span),
        }
    }
    unknown_characters(&odd, text, diagnostics);
    lexed
}

/// Reports characters without a meaning, those side by side as one.
fn unknown_characters(odd: &[Span], text: &str, diagnostics: &mut Diagnostics) {
    for run in odd.chunk_by(|one, next| one.end == next.start) {
        if let [first, .., last] | [first @ last] = run {
            let span = first.to(*last);
            diagnostics.add(unknown_character(text.get(span.range()).unwrap_or_default(), span));
        }
    }
}

fn span(file: FileId, range: &std::ops::Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(range.start), end: offset(range.end) }
}

/// The first words of the types.
pub(crate) const TYPES: [&str; 10] =
    ["flag", "one", "country", "integer", "digits", "money", "text", "percent", "duration", "timestamp"];

/// The word at the beginning of what is left of a line, if it is one in lower case.
fn next_word(rest: &str) -> &str {
    let rest = rest.trim_start_matches([' ', '\t']);
    rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default()
}

/// Marks the words at which reading can go on after a fault; `next` is the word behind it.
fn at_line(token: Token, word: &str, next: &str, first_on_line: bool) -> Token {
    // A fact may bear the name of a type: `country country`.
    let is_fact = !TYPES.contains(&word) || TYPES.contains(&next);
    match token {
        Token::When if first_on_line => Token::LineWhen,
        Token::Name if first_on_line && is_fact => Token::LineName,
        token => token,
    }
}

/// Adds the token, a sign of another language as the word that it stands for.
fn push(tokens: &mut Vec<(Token, Span)>, token: Token, span: Span) {
    match token {
        Token::EqualsEquals => tokens.push((Token::Is, span)),
        Token::NotEquals | Token::NotEqual => tokens.extend([(Token::Is, span), (Token::Not, span)]),
        Token::Ampersands => tokens.push((Token::And, span)),
        Token::Bars => tokens.push((Token::Or, span)),
        Token::Bang => tokens.push((Token::Not, span)),
        Token::FatArrow | Token::OddArrow => tokens.push((Token::Arrow, span)),
        Token::OddAtMost => tokens.push((Token::AtMost, span)),
        Token::OddAtLeast => tokens.push((Token::AtLeast, span)),
        Token::OddText => tokens.push((Token::Text, span)),
        Token::OddName => tokens.push((Token::Name, span)),
        Token::OddNumber => tokens.push((Token::Duration, span)),
        Token::Needless => {}
        token => tokens.push((token, span)),
    }
}

fn report(token: Token, word: &str, span: Span, diagnostics: &mut Diagnostics) {
    let word_for = match token {
        Token::EqualsEquals => "is",
        Token::NotEquals | Token::NotEqual => "is not",
        Token::Ampersands => "and",
        Token::Bars => "or",
        Token::Bang => "not",
        Token::OddArrow => "->",
        Token::OddAtMost => "<=",
        Token::OddAtLeast => ">=",
        Token::FatArrow => {
            return diagnostics.add(foreign(word, "->", span).help("write `->`, or `>=` to compare"));
        }
        Token::OddText => return diagnostics.add(foreign_quotes(word, span)),
        Token::SignedMoney => return diagnostics.add(signed(word, span)),
        Token::Percent if word.contains([' ', '\t']) => return diagnostics.add(spaced_percent(word, span)),
        Token::Date if word.contains(['.', '/']) => return diagnostics.add(odd_date(word, span)),
        Token::Needless => return diagnostics.add(needless(word, span)),
        Token::OddName => return diagnostics.add(name_case(word, span)),
        Token::OddNumber => return diagnostics.add(odd_number(word, span)),
        Token::Text => {
            text::report(word, span, diagnostics);
            return;
        }
        _ => return,
    };
    diagnostics.add(foreign(word, word_for, span));
}

/// A sign of another language, and the word for it.
pub(super) fn foreign(sign: &str, word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownCharacter, span, format!("`{sign}` is not a word of the language"))
        .help(format!("write `{word}`"))
        .fix(span, word)
}

fn foreign_comment(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownCharacter, span, "this is not written as a comment")
        .help("a comment begins with `#` and ends with its line")
}

fn foreign_quotes(word: &str, span: Span) -> Diagnostic {
    let plain = format!("\"{}\"", unquote(word));
    Diagnostic::new(Code::UnknownCharacter, span, format!("`{word}` is not in plain quotation marks"))
        .help(format!("write `{plain}`"))
        .fix(span, plain)
}

fn signed(word: &str, span: Span) -> Diagnostic {
    let (number, code) = signed_money(word);
    let meant = format!("{number} {code}");
    Diagnostic::new(Code::BadLiteral, span, format!("`{word}` is not written as an amount"))
        .help(format!("the code of the currency stands behind the number: `{meant}`"))
        .fix(span, meant)
}

/// The number and the code of an amount with the sign of its currency.
pub(super) fn signed_money(word: &str) -> (String, &'static str) {
    let code = match word.chars().find(|c| !c.is_ascii() || *c == '$') {
        Some('$') => "USD",
        Some('£') => "GBP",
        Some('¥') => "JPY",
        _ => "EUR",
    };
    (word.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '_')).collect(), code)
}

fn spaced_percent(word: &str, span: Span) -> Diagnostic {
    let meant: String = word.split_whitespace().collect();
    Diagnostic::new(Code::BadLiteral, span, format!("`{word}` is not written as a percentage"))
        .help(format!("leave out the space: `{meant}`"))
        .fix(span, meant)
}

fn odd_date(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadLiteral, span, format!("`{word}` is not written as a day"))
        .help("dates read year-month-day: `2026-11-20`")
}

fn needless(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownCharacter, span, format!("`{word}` has no meaning here"))
        .help("leave it out: white space is all that separates one thing from the next")
        .fix(span, "")
}

fn unknown_character(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownCharacter, span, format!("`{}` has no meaning here", word.escape_debug()))
        .help("leave it out; text that is to be kept as it is stands in quotes: \"…\"")
}

fn odd_number(word: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadLiteral, span, format!("`{word}` is neither a number nor a duration"))
        .help("durations are whole numbers of `ms`, `s`, `m` or `h`: `500ms`, `2s`, `5m`, `48h`")
}

fn name_case(word: &str, span: Span) -> Diagnostic {
    if !word.is_ascii() {
        return Diagnostic::new(Code::NameCase, span, format!("`{word}` is not written as a name"))
            .help("names are made of the letters `a` to `z`, digits and `_`");
    }
    let name = normal_name(word);
    Diagnostic::new(Code::NameCase, span, format!("`{word}` is not written as a name"))
        .help(format!("names are lower case with `_`, codes two or three upper-case letters: write `{name}`"))
        .fix(span, name)
}

/// The name that an odd one was probably meant to be.
pub(super) fn normal_name(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

/// The text of a string token: without quotes, escapes resolved.
pub(super) fn unquote(word: &str) -> String {
    if !word.starts_with('"') {
        let mut body = word.chars();
        body.next();
        body.next_back();
        return body.as_str().to_owned();
    }
    text::unquote(word)
}
