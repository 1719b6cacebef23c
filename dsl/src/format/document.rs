//! Text that knows where it may be broken, and the comments that stand at these places.

use crate::format::INDENT;
use crate::format::comments::{Comment, between};

/// Text that may be broken.
#[derive(Debug, Clone)]
pub(super) enum Document<'s> {
    /// Text on one line, and where what it was written for ends in the file; 0 for signs that have no place.
    Text(String, u32),
    /// Where the next cell of a line begins, to be aligned with those of other lines.
    Cell,
    /// A place where a line may end.
    Break(Break<'s>),
    /// Stands on one line or has all its breaks broken.
    Group(Vec<Document<'s>>),
    /// Texts and breaks in turn; each line takes as many texts as fit.
    Fill(Vec<Document<'s>>),
    /// Lines that begin within it stand so much further in.
    Nest(usize, Vec<Document<'s>>),
}

/// A place where a line may end.
#[derive(Debug, Clone)]
pub(super) struct Break<'s> {
    /// What stands here if the line does not end.
    pub(super) flat: &'static str,
    /// Whether a closing bracket follows.
    pub(super) closing: bool,
    /// The comments that stand here; the first may end its line, the others have lines of their own.
    pub(super) comments: Vec<(Comment<'s>, bool)>,
}

use Document::{Cell, Fill, Group, Nest, Text};

/// Text that stands for what ends at `end`.
pub(super) fn text<'s>(text: impl Into<String>, end: u32) -> Document<'s> {
    Text(text.into(), end)
}

/// Text that stands for no place.
pub(super) fn sign<'s>(text: impl Into<String>) -> Document<'s> {
    Text(text.into(), 0)
}

/// A space or the end of a line.
pub(super) fn space<'s>() -> Document<'s> {
    Document::Break(Break { flat: " ", closing: false, comments: vec![] })
}

/// Nothing or the end of a line.
pub(super) fn cut<'s>() -> Document<'s> {
    Document::Break(Break { flat: "", closing: false, comments: vec![] })
}

/// What stands before a closing bracket: `flat` or the end of a line.
pub(super) fn before_closing<'s>(flat: &'static str) -> Document<'s> {
    Document::Break(Break { flat, closing: true, comments: vec![] })
}

/// What stands further in by one step.
pub(super) fn nest(documents: Vec<Document<'_>>) -> Document<'_> {
    Nest(INDENT, documents)
}

/// The documents with commas and breaks between them.
pub(super) fn separated<'s>(documents: impl IntoIterator<Item = Document<'s>>) -> Vec<Document<'s>> {
    let mut out: Vec<Document<'s>> = vec![];
    for document in documents {
        if let Some(last) = out.pop() {
            out.extend([Group(vec![last, sign(",")]), space()]);
        }
        out.push(document);
    }
    out
}

impl<'s> Document<'s> {
    /// All of it on one line.
    pub(super) fn flat(&self) -> String {
        match self {
            Text(text, _) => text.clone(),
            Cell => String::new(),
            Self::Break(gap) => gap.flat.to_owned(),
            Group(parts) | Fill(parts) | Nest(_, parts) => parts.iter().map(Self::flat).collect(),
        }
    }

    /// Where what it stands for ends in the file.
    pub(super) fn end(&self) -> u32 {
        self.ends().last().copied().unwrap_or(0)
    }

    /// Where the text before each break and behind the last one ends; never less than what stands before it.
    pub(super) fn ends(&self) -> Vec<u32> {
        let mut ends = vec![0];
        self.add_ends(&mut ends);
        ends
    }

    fn add_ends(&self, ends: &mut Vec<u32>) {
        match self {
            Text(_, end) => {
                if let Some(last) = ends.last_mut() {
                    *last = (*last).max(*end);
                }
            }
            Self::Break(_) => ends.extend(ends.last().copied()),
            Cell => {}
            Group(parts) | Fill(parts) | Nest(_, parts) => parts.iter().for_each(|part| part.add_ends(ends)),
        }
    }

    /// Puts comments at the breaks: each at the last one before the text in or before which it stands in the file.
    pub(super) fn put_in(&mut self, source: &str, ends: &[u32], mut comments: &[Comment<'s>]) {
        let mut ends = ends.iter().copied();
        let mut before = ends.next().unwrap_or(0);
        self.each_break(&mut |gap| {
            let end = ends.next().unwrap_or(before);
            let here = comments.partition_point(|comment| comment.start < end);
            let (here, rest) = comments.split_at_checked(here).unwrap_or((comments, &[]));
            let on_line = |comment: &Comment<'_>| !between(source, before, comment.start).contains('\n');
            gap.comments = here.iter().map(|comment| (*comment, on_line(comment))).collect();
            (comments, before) = (rest, end);
        });
    }

    fn each_break(&mut self, visit: &mut dyn FnMut(&mut Break<'s>)) {
        match self {
            Self::Break(gap) => visit(gap),
            Group(parts) | Fill(parts) | Nest(_, parts) => {
                for part in parts {
                    part.each_break(visit);
                }
            }
            Text(..) | Cell => {}
        }
    }

    /// Whether comments stand at its breaks.
    pub(super) fn has_comments(&self) -> bool {
        match self {
            Self::Break(gap) => !gap.comments.is_empty(),
            Group(parts) | Fill(parts) | Nest(_, parts) => parts.iter().any(Self::has_comments),
            Text(..) | Cell => false,
        }
    }
}
