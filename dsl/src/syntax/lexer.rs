//! Text to tokens. Never fails: what has no meaning is reported and left out.

use logos::Logos;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Span};
use crate::syntax::token::Token;

/// The tokens of a file and, apart, its comments.
#[derive(Debug, Default)]
pub struct Lexed {
    /// Everything but comments.
    pub tokens: Vec<(Token, Span)>,
    /// The comments, with their `#`, in order.
    pub comments: Vec<Span>,
}

/// Splits `text`, which is at most 4 GiB long, into tokens.
pub fn lex(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Lexed {
    let mut lexed = Lexed::default();
    let mut line_end = 0;
    for (token, range) in Token::lexer(text).spanned() {
        let first_on_line = text.get(line_end..range.start).is_some_and(|gap| gap.contains('\n'));
        line_end = range.end;
        let span = span(file, &range);
        let word = text.get(range).unwrap_or_default();
        match token {
            Ok(Token::Comment) => lexed.comments.push(span),
            Ok(token) => {
                report(token, word, span, diagnostics);
                push(&mut lexed.tokens, at_line(token, word, first_on_line), span);
            }
            Err(()) => diagnostics.add(unknown_character(word, span)),
        }
    }
    lexed
}

fn span(file: FileId, range: &std::ops::Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(range.start), end: offset(range.end) }
}

/// Marks the words at which reading can go on after a fault.
fn at_line(token: Token, word: &str, first_on_line: bool) -> Token {
    const TYPES: [&str; 10] =
        ["flag", "one", "country", "integer", "digits", "money", "text", "percent", "duration", "timestamp"];
    match token {
        Token::When if first_on_line => Token::LineWhen,
        Token::Name if first_on_line && !TYPES.contains(&word) => Token::LineName,
        token => token,
    }
}

/// Adds the token, a sign of another language as the word that it stands for.
fn push(tokens: &mut Vec<(Token, Span)>, token: Token, span: Span) {
    match token {
        Token::EqualsEquals => tokens.push((Token::Is, span)),
        Token::NotEquals => tokens.extend([(Token::Is, span), (Token::Not, span)]),
        Token::Ampersands => tokens.push((Token::And, span)),
        Token::Bars => tokens.push((Token::Or, span)),
        Token::Bang => tokens.push((Token::Not, span)),
        Token::FatArrow => tokens.push((Token::Arrow, span)),
        Token::OddName => tokens.push((Token::Name, span)),
        Token::OddNumber => tokens.push((Token::Duration, span)),
        Token::Colon | Token::Semicolon => {}
        token => tokens.push((token, span)),
    }
}

fn report(token: Token, word: &str, span: Span, diagnostics: &mut Diagnostics) {
    let word_for = match token {
        Token::EqualsEquals => "is",
        Token::NotEquals => "is not",
        Token::Ampersands => "and",
        Token::Bars => "or",
        Token::Bang => "not",
        Token::FatArrow => "->",
        Token::Colon | Token::Semicolon => return diagnostics.add(needless(word, span)),
        Token::OddName => return diagnostics.add(name_case(word, span)),
        Token::OddNumber => return diagnostics.add(odd_number(word, span)),
        Token::Text => return string(word, span, diagnostics),
        _ => return,
    };
    let message = format!("`{word}` is not a word of the language");
    let help = format!("write `{word_for}`");
    diagnostics.add(Diagnostic::new(Code::UnknownCharacter, span, message).help(help).fix(span, word_for));
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
    let name = normal_name(word);
    Diagnostic::new(Code::NameCase, span, format!("`{word}` is not written as a name"))
        .help(format!("names are lower case with `_`, codes two or three upper-case letters: write `{name}`"))
        .fix(span, name)
}

/// The name that an odd one was probably meant to be.
pub(super) fn normal_name(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

fn string(word: &str, span: Span, diagnostics: &mut Diagnostics) {
    if !is_closed(word) {
        let place = Span { end: span.start + 1, ..span };
        let fault = Diagnostic::new(Code::UnterminatedString, place, "this string is never closed")
            .saying("it begins here")
            .help("put a `\"` at its end, on the same line")
            .fix(span.after(), "\"");
        return diagnostics.add(fault);
    }
    let mut characters = word.char_indices();
    while let Some((at, character)) = characters.next() {
        let Some((_, next)) = (character == '\\').then(|| characters.next()).flatten() else { continue };
        if next != '"' && next != '\\' {
            let start = span.start + u32::try_from(at).unwrap_or_default();
            let end = start + 1 + u32::try_from(next.len_utf8()).unwrap_or_default();
            let place = Span { start, end, ..span };
            let message = format!("`\\{next}` means nothing in a string");
            diagnostics.add(
                Diagnostic::new(Code::BadEscape, place, message).help(
                    "a backslash only goes before `\"` and `\\`; write `\\\\` for the backslash itself",
                ),
            );
        }
    }
}

fn is_closed(word: &str) -> bool {
    let Some(body) = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    body.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0
}

/// The text of a string token: without quotes, escapes resolved.
pub(super) fn unquote(word: &str) -> String {
    let body = word.strip_prefix('"').unwrap_or(word);
    let body = if is_closed(word) { body.strip_suffix('"').unwrap_or(body) } else { body };
    let mut text = String::with_capacity(body.len());
    let mut characters = body.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            character => text.push(character),
        }
    }
    text
}
