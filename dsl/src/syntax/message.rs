//! What to say when the grammar meets a token that it does not expect: what was expected in the words of the
//! language, what stands there, and how to mend it.

mod around;
mod expectations;
mod slips;

pub(super) use around::Around;
use lalrpop_util::ParseError;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::token::Token;

/// The grammar's own account of a fault.
pub(super) type Error = ParseError<u32, Token, ()>;

/// What to say about a fault in a file with these tokens.
pub(super) fn explain(file: &SourceFile, id: FileId, tokens: &[(Token, Span)], error: &Error) -> Diagnostic {
    let (start, expected) = match error {
        ParseError::UnrecognizedToken { token: (start, ..), expected } => (*start, expected.as_slice()),
        ParseError::ExtraToken { token: (start, ..) } => (*start, [].as_slice()),
        ParseError::UnrecognizedEof { location, expected } => (*location, expected.as_slice()),
        ParseError::InvalidToken { location } => (*location, [].as_slice()),
        ParseError::User { error: () } => (0, [].as_slice()),
    };
    let around = Around::new(file, id, tokens, start);
    let expected: Vec<&str> = expected.iter().map(|token| token.trim_matches('"')).collect();
    if let Some(literal) = slips::odd_literal(&around) {
        return literal;
    }
    if let Some(reserved) = slips::reserved(&around, &expected) {
        return reserved;
    }
    let (span, found) = around.fault(&expected);
    let (what, help) = expectations::find(&around, &expected);
    let fault = Diagnostic::new(Code::Syntax, span, format!("expected {what}, found {found}"));
    match slips::mend(&around, &expected) {
        Some(slip) => match slip.fix {
            Some((span, replacement)) => fault.help(slip.help).fix(span, replacement),
            None => fault.help(slip.help),
        },
        None => fault.help(help),
    }
}
