//! Strings: `"…"` with the escapes `\"` and `\\`.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Reports what is wrong with a string as it is written, quotes and all, and says whether it is sound.
pub(crate) fn report(word: &str, span: Span, diagnostics: &mut Diagnostics) -> bool {
    if !is_closed(word) {
        let place = Span { end: span.start + 1, ..span };
        let fault = Diagnostic::new(Code::UnterminatedString, place, "this string is never closed")
            .saying("it begins here")
            .help("put a `\"` at its end, on the same line")
            .fix(span.after(), "\"");
        diagnostics.add(fault);
        return false;
    }
    let mut sound = true;
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
            sound = false;
        }
    }
    sound
}

fn is_closed(word: &str) -> bool {
    let Some(body) = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else { return false };
    body.bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0
}

/// The text of a string as it is written: without quotes, escapes resolved.
pub(crate) fn unquote(word: &str) -> String {
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

/// The text as it is written: in quotes, with escapes.
pub fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
