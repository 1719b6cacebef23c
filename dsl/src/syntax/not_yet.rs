//! What belongs to the language but not to this version of it: each such thing is told once and left out as a whole.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceFile, Span};
use crate::syntax::token::Token;

/// The tokens without what this version does not know, and whether there was any. What was said of the text of such a
/// thing, among the diagnostics from `known` on, is taken back.
pub(super) fn leave_out(
    file: &SourceFile,
    tokens: Vec<(Token, Span)>,
    known: usize,
    diagnostics: &mut Diagnostics,
) -> (Vec<(Token, Span)>, bool) {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut left = tokens.as_slice();
    let mut found = false;
    while let Some((&(token, span), rest)) = left.split_first() {
        if token != Token::NotYet {
            kept.push((token, span));
            left = rest;
            continue;
        }
        found = true;
        let word = file.text.get(span.range()).unwrap_or_default();
        let length = extent(word, file, span, rest);
        let (gone, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        let whole = gone.last().map_or(span, |&(_, last)| span.to(last));
        diagnostics.take_back(known, whole);
        diagnostics.add(
            Diagnostic::new(Code::NotYet, span, format!("`{word}` is not known to this version of Waypost"))
                .help("leave it out, or use a version that has it"),
        );
        // A candidate of a plan leaves its place, so that the rule around it is whole.
        if matches!(word, "split" | "best") {
            kept.push((token, whole));
        }
        left = after;
    }
    (kept, found)
}

/// How many of the tokens behind its first word belong to it.
fn extent(word: &str, file: &SourceFile, span: Span, rest: &[(Token, Span)]) -> usize {
    let line = file.line_column(span.start).0;
    let beyond = |&(_, span): &(Token, Span)| file.line_column(span.start).0 > line;
    match word {
        "list" => rest.iter().position(beyond).unwrap_or(rest.len()),
        "invariant" => rest.iter().position(|(token, _)| begins_item(*token)).unwrap_or(rest.len()),
        _ => braces(rest),
    }
}

fn begins_item(token: Token) -> bool {
    matches!(
        token,
        Token::NotYet
            | Token::Policy
            | Token::Import
            | Token::Facts
            | Token::Connector
            | Token::Let
            | Token::Rates
            | Token::CloseBrace
    )
}

/// Up to the brace that closes the first one that opens; nothing if none opens before something else begins.
fn braces(rest: &[(Token, Span)]) -> usize {
    let mut depth = 0_usize;
    for (place, (token, _)) in rest.iter().enumerate() {
        match token {
            Token::OpenBrace => depth += 1,
            Token::CloseBrace if depth == 1 => return place + 1,
            Token::CloseBrace if depth > 1 => depth -= 1,
            Token::CloseBrace | Token::Rule | Token::Otherwise | Token::LineWhen if depth == 0 => return 0,
            _ => {}
        }
    }
    if depth == 0 { 0 } else { rest.len() }
}
