//! The tokens around a fault.

use crate::source::{FileId, SourceFile, Span};
use crate::syntax::token::Token;

/// A fault among the tokens of a file.
pub(in crate::syntax) struct Around<'s> {
    file: &'s SourceFile,
    tokens: &'s [(Token, Span)],
    /// The number of the token that was not expected; behind the last one at the end of the file.
    place: usize,
    end: Span,
}

impl<'s> Around<'s> {
    /// The fault at the token that begins at `start`.
    pub(in crate::syntax) fn new(
        file: &'s SourceFile,
        id: FileId,
        tokens: &'s [(Token, Span)],
        start: u32,
    ) -> Self {
        let place = tokens.iter().position(|(token, span)| span.start >= start && !token.is_line_of_table());
        let place = place.unwrap_or(tokens.len());
        Self { file, tokens, place, end: Span { file: id, start, end: start } }
    }

    /// The token that was not expected; nothing at the end of the file.
    pub(super) fn found(&self) -> Option<Token> {
        Some(self.tokens.get(self.place)?.0)
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        self.tokens.get(self.place).map_or(self.end, |(_, span)| *span)
    }

    /// The text of it.
    pub(super) fn word(&self) -> &'s str {
        self.text(self.span())
    }

    /// The token `steps` before it, with its place.
    pub(super) fn before(&self, steps: usize) -> Option<(Token, Span)> {
        let before = self.tokens.get(..self.place)?.iter().rev();
        before.filter(|(token, _)| !token.is_line_of_table()).nth(steps.checked_sub(1)?).copied()
    }

    /// The token `steps` behind it, with its place.
    pub(super) fn behind(&self, steps: usize) -> Option<(Token, Span)> {
        self.tokens.get(self.place.checked_add(steps)?).copied()
    }

    /// The token right before it.
    pub(super) fn previous(&self) -> Option<Token> {
        Some(self.before(1)?.0)
    }

    /// The word that begins the list or the invariant that it stands in, if it stands in one.
    pub(super) fn item(&self) -> Option<Token> {
        let before = self.tokens.get(..self.place)?.iter().rev().map(|(token, _)| *token);
        before.into_iter().find(|token| token.begins_something())
    }

    /// Whether a colon stands before it in the same list or invariant.
    pub(super) fn is_behind_colon(&self) -> bool {
        let before = self.tokens.get(..self.place).unwrap_or_default().iter().rev().map(|(token, _)| *token);
        before.take_while(|token| !token.begins_something()).any(|token| token == Token::Colon)
    }

    pub(super) fn text(&self, span: Span) -> &'s str {
        self.file.text.get(span.range()).unwrap_or_default()
    }

    /// Where to point, and what stands there in words: what is left open at the end of a line is missing there, not
    /// on the next one.
    pub(super) fn fault(&self, expected: &[&str]) -> (Span, String) {
        let ends = |token: &&str| matches!(*token, "}" | "rule" | "policy");
        if let Some((_, before)) = self.before(1)
            && self.is_on_next_line()
            && !expected.iter().any(ends)
        {
            return (before.after(), "the end of the line".to_owned());
        }
        match self.found() {
            Some(_) => (self.span(), format!("`{}`", self.word())),
            None => (self.span(), "the end of the file".to_owned()),
        }
    }

    /// Whether a line ends before the token that was not expected.
    pub(super) fn is_on_next_line(&self) -> bool {
        self.before(1).is_some_and(|(_, before)| self.line(before) < self.line(self.span()))
    }

    fn line(&self, span: Span) -> usize {
        self.file.line_column(span.start).0
    }
}
