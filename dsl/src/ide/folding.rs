//! Stretches of a text that can be folded away: what stands in brackets, comments, and imports.

use crate::diagnostic::Diagnostics;
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::{self, Token};

/// Lines that can be folded into the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    /// From the first line to the last one that is folded away.
    pub span: Span,
    /// What is folded.
    pub kind: FoldKind,
}

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    /// What stands in brackets.
    Region,
    /// Comments on lines that follow one another.
    Comment,
    /// Imports.
    Imports,
}

/// What can be folded in a file, in the order of the text.
pub fn folds(id: FileId, file: &SourceFile) -> Vec<Fold> {
    let lexed = syntax::lex(id, &file.text, &mut Diagnostics::default());
    let mut found = brackets(&lexed.tokens);
    found.extend(comments(file, &lexed.comments));
    found.extend(imports(&lexed.tokens));
    let line = |offset: u32| file.line_column(offset).0;
    found.retain(|fold| line(fold.span.start) < line(fold.span.end));
    found.sort_by_key(|fold| fold.span);
    found
}

/// What stands between the two brackets of a pair, the closing one left to be seen.
fn brackets(tokens: &[(Token, Span)]) -> Vec<Fold> {
    let mut open = vec![];
    let mut found = vec![];
    for (token, span) in tokens {
        match token {
            Token::OpenBrace | Token::OpenBracket | Token::OpenParen => open.push(*span),
            Token::CloseBrace | Token::CloseBracket | Token::CloseParen => {
                let Some(start) = open.pop() else { continue };
                found.push(Fold { span: start.to(*span), kind: FoldKind::Region });
            }
            _ => {}
        }
    }
    found
}

/// Comments that have their lines for themselves and follow one another.
fn comments(file: &SourceFile, comments: &[Span]) -> Vec<Fold> {
    let blank_before = |span: &&Span| {
        let before = file.text.get(..span.start as usize).unwrap_or_default();
        before.rsplit('\n').next().is_none_or(|line| line.trim_matches(['\u{feff}', ' ', '\t']).is_empty())
    };
    let line = |span: &Span| file.line_column(span.start).0;
    let alone: Vec<Span> = comments.iter().filter(blank_before).copied().collect();
    let runs = alone.chunk_by(|one, next| line(one) + 1 == line(next));
    let whole = |run: &[Span]| Some(run.first()?.to(*run.last()?));
    runs.filter_map(whole).map(|span| Fold { span, kind: FoldKind::Comment }).collect()
}

/// Imports with nothing but comments between them.
fn imports(tokens: &[(Token, Span)]) -> Vec<Fold> {
    let mut found: Vec<Fold> = vec![];
    let mut before = None;
    for pair in tokens.windows(2) {
        let [(Token::Import, start), (Token::Text, end)] = pair else { continue };
        let span = start.to(*end);
        match found.last_mut().filter(|_| before == Some(start.start)) {
            Some(last) => last.span = last.span.to(span),
            None => found.push(Fold { span, kind: FoldKind::Imports }),
        }
        before = tokens.iter().find(|(_, next)| next.start >= end.end).map(|(_, next)| next.start);
    }
    found
}
