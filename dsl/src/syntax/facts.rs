//! Facts, before the grammar reads them: words of the language that are taken for names, and commas behind a fact.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{SourceFile, Span};
use crate::syntax::lexer::TYPES;
use crate::syntax::token::Token;

/// Reports them and reads them as names; all brackets are in pairs.
pub(super) fn name_facts(
    file: &SourceFile,
    mut tokens: Vec<(Token, Span)>,
    diagnostics: &mut Diagnostics,
) -> Vec<(Token, Span)> {
    let (mut in_facts, mut before) = (false, None);
    for (token, span) in &mut tokens {
        let previous = before.replace((*token, *span));
        match (previous, *token) {
            (Some((Token::Facts, _)), Token::OpenBrace) => in_facts = true,
            (_, Token::CloseBrace) => in_facts = false,
            (Some((other, place)), word) if in_facts && word.begins_something() && other != Token::Only => {
                let line = |span: Span| file.line_column(span.start).0;
                if line(place) < line(*span) || other == Token::OpenBrace {
                    let name = file.text.get(span.range()).unwrap_or_default();
                    diagnostics.add(reserved(name, *span));
                    *token = Token::LineName;
                }
            }
            _ => {}
        }
    }
    tokens
}

/// Leaves out the commas that part one fact from the next, and reports the first of them; all brackets are in pairs.
pub(super) fn leave_out_commas(
    file: &SourceFile,
    tokens: &[(Token, Span)],
    diagnostics: &mut Diagnostics,
) -> Vec<(Token, Span)> {
    let is_type = |span: Span| file.text.get(span.range()).is_some_and(|word| TYPES.contains(&word));
    let mut reported = false;
    let mut out = Vec::with_capacity(tokens.len());
    for (place, &(token, span)) in tokens.iter().enumerate() {
        match (token, tokens.get(place + 1..).unwrap_or_default()) {
            (Token::Comma, [(Token::LineName, _), (Token::Name, ty), ..]) if is_type(*ty) => {
                if !reported {
                    diagnostics.add(comma(span));
                }
                reported = true;
            }
            _ => out.push((token, span)),
        }
    }
    out
}

fn comma(span: Span) -> Diagnostic {
    Diagnostic::new(Code::Syntax, span, "facts are not parted by commas")
        .help("leave out this comma and the others like it: a comma only goes on with the same fact")
        .fix(span, "")
}

/// A word of the language where only a name can stand.
pub(super) fn reserved(word: &str, span: Span) -> Diagnostic {
    let message = format!("`{word}` is a word of the language, so it names nothing");
    Diagnostic::new(Code::ReservedName, span, message).help("choose another name")
}
