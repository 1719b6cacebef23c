//! The comments of a file, and what stands between two places of its text.

use crate::diagnostic::Diagnostics;
use crate::source::FileId;
use crate::syntax;

/// A comment with its `#`, without white space at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment<'s> {
    /// What it says.
    pub(super) text: &'s str,
    /// Its first byte.
    pub(super) start: u32,
    /// The byte behind it.
    pub(super) end: u32,
}

/// All comments, in order.
pub(super) fn read(id: FileId, text: &str) -> Vec<Comment<'_>> {
    // Whatever the lexer finds wrong is told by the parser.
    let lexed = syntax::lex(id, text, &mut Diagnostics::default());
    let comment = |span: crate::source::Span| Comment {
        text: text.get(span.range()).unwrap_or_default().trim_end(),
        start: span.start,
        end: span.end,
    };
    lexed.comments.into_iter().map(comment).collect()
}

/// The text from `start` to `end`, empty if they are not in order.
pub(super) fn between(source: &str, start: u32, end: u32) -> &str {
    source.get(start as usize..end as usize).unwrap_or_default()
}

/// Whether `gap` holds a line with nothing on it.
pub(super) fn has_blank_line(gap: &str) -> bool {
    let mut lines = gap.split('\n');
    lines.next();
    lines.next_back();
    lines.any(|line| line.trim().is_empty())
}
