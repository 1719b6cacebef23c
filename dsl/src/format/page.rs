//! The lines of the formatted file as they are written, with the comments and the blank lines of the user among them.

use std::collections::VecDeque;

use crate::format::comments::{Comment, between, has_blank_line};
use crate::format::document::Document;
use crate::format::lines::{Kind, Line, to_text};
use crate::format::{INDENT, layout};
use crate::source::Span;

/// What is written so far.
#[derive(Debug)]
pub(super) struct Page<'s> {
    source: &'s str,
    /// Those that are not written yet.
    comments: VecDeque<Comment<'s>>,
    lines: Vec<Line>,
    /// Where that which was written last ends in the file.
    end: u32,
}

impl<'s> Page<'s> {
    /// An empty page for a text with these comments.
    pub(super) fn new(source: &'s str, comments: Vec<Comment<'s>>) -> Self {
        Self { source, comments: comments.into(), lines: vec![], end: 0 }
    }

    /// What the user wrote from `start` to `end`.
    pub(super) fn source(&self, start: u32, end: u32) -> &'s str {
        between(self.source, start, end)
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether the last line is the end of something in braces.
    pub(super) fn ends_with_brace(&self) -> bool {
        self.lines.last().is_some_and(|line| line.cells == ["}"])
    }

    /// Writes what stands before the document, the document, and the comment behind it.
    pub(super) fn write(&mut self, kind: Kind, indent: usize, document: Document<'s>) {
        self.lay_out(kind, indent, document);
        self.comment_behind(")");
    }

    /// Writes the beginning of something whose opening brace is found between `start` and `end`.
    pub(super) fn open(&mut self, indent: usize, document: Document<'s>, start: u32, end: u32) {
        self.lay_out(Kind::Opening, indent, document);
        self.comment_behind("){");
        let brace = self.opening_brace(start, end);
        if !self.has_comment(0, brace) {
            self.reach(brace);
        }
    }

    /// Writes the comments before a closing brace, and the brace.
    pub(super) fn close(&mut self, indent: usize, brace: Span) {
        self.comments_before(brace.start, indent + INDENT);
        self.lines.push(Line::new(Kind::Plain, indent, "}"));
        self.reach(brace.end);
    }

    /// Takes what was written last to end at `end`, and writes the comment behind that.
    pub(super) fn reach(&mut self, end: u32) {
        self.end = self.end.max(end);
        self.comment_behind("");
    }

    /// Puts a blank line before the comments at `place` and what they belong to, unless one stands among them.
    pub(super) fn part_at(&mut self, place: usize) {
        let before = |line: &&Line| matches!(line.kind, Kind::Comment | Kind::Blank);
        let mut above = self.lines.iter().skip(place).take_while(before);
        if !above.any(|line| line.kind == Kind::Blank) {
            self.lines.insert(place, Line::new(Kind::Blank, 0, ""));
        }
    }

    /// All that is written, with the comments that are left.
    pub(super) fn into_text(mut self) -> String {
        self.comments_before(u32::MAX, 0);
        to_text(self.lines)
    }

    /// The place behind the first brace from `start` on that stands in no comment.
    fn opening_brace(&self, start: u32, end: u32) -> u32 {
        let mut at = start;
        for comment in self.comments.iter().skip_while(|comment| comment.start < start) {
            if between(self.source, at, comment.start.min(end)).contains('{') {
                break;
            }
            at = comment.end;
        }
        let brace = between(self.source, at, end).find('{').and_then(|brace| u32::try_from(brace).ok());
        brace.map_or(start, |brace| at + brace + 1)
    }

    /// Whether a comment that is not written yet begins between `start` and `end`.
    pub(super) fn has_comment(&self, start: u32, end: u32) -> bool {
        let next = self.comments.partition_point(|comment| comment.start < start);
        self.comments.get(next).is_some_and(|comment| comment.start < end)
    }

    fn lay_out(&mut self, kind: Kind, indent: usize, mut document: Document<'s>) {
        let ends = document.ends();
        let first = ends.first().copied().unwrap_or(0);
        self.comments_before(first, indent);
        self.blank_line(first);
        let last = document.end();
        let inside = self.comments.partition_point(|comment| comment.start < last);
        let inside: Vec<Comment<'s>> = self.comments.drain(..inside).collect();
        document.put_in(self.source, &ends, &inside);
        self.lines.extend(layout::lay_out(&document, kind, indent));
        self.end = self.end.max(last);
    }

    fn comments_before(&mut self, offset: u32, indent: usize) {
        while let Some(comment) = self.comments.pop_front_if(|comment| comment.start < offset) {
            self.blank_line(comment.start);
            self.lines.push(Line::new(Kind::Comment, indent, comment.text));
            self.end = comment.end;
        }
    }

    /// Writes a blank line if the user has one before `offset`; none at the beginning of something.
    fn blank_line(&mut self, offset: u32) {
        let begins = |line: &Line| matches!(line.kind, Kind::Opening | Kind::Blank);
        if has_blank_line(between(self.source, self.end, offset)) && !self.lines.last().is_none_or(begins) {
            self.lines.push(Line::new(Kind::Blank, 0, ""));
        }
    }

    /// Writes the comment that stands on the line of what was written last, with only white space and `signs` between.
    fn comment_behind(&mut self, signs: &str) {
        let gap = |comment: &Comment<'_>| between(self.source, self.end, comment.start);
        let is_gap = |c: char| c != '\n' && (c.is_whitespace() || signs.contains(c));
        let Some(line) = self.lines.last_mut().filter(|line| line.comment.is_none()) else { return };
        if let Some(comment) = self.comments.front().filter(|comment| gap(comment).chars().all(is_gap)) {
            line.comment = Some(comment.text.to_owned());
            self.end = comment.end;
            self.comments.pop_front();
        }
    }
}
