//! What stands in braces, on one line or on many.

use crate::format::WIDTH;
use crate::format::document::Document::{self, Group};
use crate::format::document::{sign, space, text};
use crate::format::lines::{Kind, width};
use crate::format::page::Page;
use crate::source::Span;

/// Something in braces.
#[derive(Debug)]
pub(super) struct Braces<'s> {
    /// What it is for its neighbours if it stands on one line.
    pub(super) kind: Kind,
    /// The columns before it.
    pub(super) indent: usize,
    /// What stands before them.
    pub(super) head: Document<'s>,
    /// How much stands in them.
    pub(super) inside: Inside<'s>,
    /// The closing one.
    pub(super) closing: Span,
}

/// How much stands in braces.
#[derive(Debug)]
pub(super) enum Inside<'s> {
    /// Nothing, but perhaps comments.
    Nothing,
    /// This, which stays on one line if the user has it there and it fits.
    Short(Document<'s>),
    /// What needs lines of its own.
    Long,
}

impl<'s> Inside<'s> {
    /// Nothing, one thing that may stay on the line of its braces, or many.
    pub(super) fn of<T>(items: &[T], short: impl FnOnce(&T) -> Document<'s>) -> Self {
        match items {
            [] => Self::Nothing,
            [only] => Self::Short(short(only)),
            _ => Self::Long,
        }
    }
}

impl<'s> Braces<'s> {
    /// Writes it; `body` writes what stands between the lines of the braces, if it does not stand on one line.
    pub(super) fn write(self, page: &mut Page<'s>, body: impl FnOnce(&mut Page<'s>)) {
        let Self { kind, indent, head, inside, closing } = self;
        let (start, end) = (head.end(), closing.start);
        let has_comments = page.has_comment(start, end);
        let one_line = match inside {
            _ if has_comments => None,
            Inside::Nothing => Some(Group(vec![head.clone(), text(" {}", closing.end)])),
            Inside::Short(_) if page.source(start, end).contains('\n') => None,
            Inside::Short(inside) => {
                let line = Group(vec![head.clone(), sign(" { "), inside, text(" }", closing.end)]);
                (indent + width(&line.flat()) <= WIDTH).then_some(line)
            }
            Inside::Long => None,
        };
        match one_line {
            Some(line) => page.write(kind, indent, line),
            None => {
                // A brace on a line of its own keeps the body apart from the end of a long head.
                page.open(indent, Group(vec![head, space(), sign("{")]), start, end);
                body(page);
                page.close(indent, closing);
            }
        }
    }
}

/// The brace that something ends with.
pub(super) fn last_byte(whole: Span) -> Span {
    Span { start: whole.end.saturating_sub(1), ..whole }
}
