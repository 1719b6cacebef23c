//! Documents to lines.
//!
//! After Philip Wadler, *A prettier printer* (2003): a group stands on one line if it fits, else all its own breaks
//! become ends of lines; the groups in it are asked anew. A comment ends its line, so it breaks the groups around it.

use crate::format::document::Document::{Cell, Fill, Group, Nest, Text};
use crate::format::document::{Break, Document};
use crate::format::lines::{Kind, Line, width};
use crate::format::{INDENT, WIDTH};

/// The lines of a document; of this kind if it is a single one, and the last one if it is an opening.
pub(super) fn lay_out(document: &Document<'_>, kind: Kind, indent: usize) -> Vec<Line> {
    let mut layout = Layout { lines: vec![], line: Line::new(kind, indent, ""), column: indent };
    layout.run(document, indent);
    layout.end_line(indent);
    if layout.lines.len() > 1 {
        for line in layout.lines.iter_mut().filter(|line| line.kind == kind) {
            line.kind = Kind::Plain;
            line.cells = vec![line.cells.concat()];
        }
    }
    if let Some(last) = layout.lines.last_mut().filter(|_| kind == Kind::Opening) {
        last.kind = kind;
    }
    layout.lines
}

/// How the breaks of what is being laid out are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// None ends its line.
    Flat,
    /// All end their lines.
    Broken,
    /// Those end their lines behind which the next text would not fit.
    Filled,
}

/// What is still to be laid out.
#[derive(Clone, Copy)]
struct Task<'d, 's> {
    indent: usize,
    mode: Mode,
    document: &'d Document<'s>,
}

/// What a document holds, as tasks; the last one is to be done first.
fn inside<'d, 's>(
    parts: &'d [Document<'s>],
    indent: usize,
    mode: Mode,
) -> impl Iterator<Item = Task<'d, 's>> {
    parts.iter().rev().map(move |document| Task { indent, mode, document })
}

/// The lines that are done, and the one that is not.
struct Layout {
    lines: Vec<Line>,
    line: Line,
    column: usize,
}

impl Layout {
    fn run(&mut self, document: &Document<'_>, indent: usize) {
        let mut tasks = vec![Task { indent, mode: Mode::Broken, document }];
        while let Some(task) = tasks.pop() {
            match task.document {
                Text(text, _) => self.write(text),
                Cell => self.line.cells.push(String::new()),
                Document::Break(gap) => match task.mode {
                    Mode::Flat => self.write(gap.flat),
                    Mode::Filled if self.has_room(width(gap.flat), None, &tasks) => self.write(gap.flat),
                    Mode::Filled | Mode::Broken => self.break_line(gap, task.indent),
                },
                Nest(by, parts) => tasks.extend(inside(parts, task.indent + by, task.mode)),
                Group(parts) | Fill(parts) => {
                    let mode = self.mode(task, &tasks);
                    tasks.extend(inside(parts, task.indent, mode));
                }
            }
        }
    }

    /// How the breaks of a group or a fill are taken, with what is to be laid out behind it.
    fn mode(&self, task: Task<'_, '_>, behind: &[Task<'_, '_>]) -> Mode {
        match task.document {
            _ if task.mode == Mode::Flat => Mode::Flat,
            document if document.has_comments() => Mode::Broken,
            Fill(_) => Mode::Filled,
            _ if self.has_room(0, Some(task), behind) => Mode::Flat,
            _ => Mode::Broken,
        }
    }

    fn write(&mut self, text: &str) {
        self.column += width(text);
        if let Some(cell) = self.line.cells.last_mut() {
            cell.push_str(text);
        }
    }

    fn end_line(&mut self, indent: usize) {
        let next = Line::new(self.line.kind, indent, "");
        self.lines.push(std::mem::replace(&mut self.line, next));
        self.column = indent;
    }

    fn break_line(&mut self, gap: &Break<'_>, indent: usize) {
        let mut own_lines = vec![];
        for (comment, on_line) in &gap.comments {
            match on_line {
                true => self.line.comment = Some(comment.text.to_owned()),
                false => own_lines.push(comment.text),
            }
        }
        self.end_line(indent);
        let indent = if gap.closing { indent + INDENT } else { indent };
        self.lines.extend(own_lines.into_iter().map(|text| Line::new(Kind::Comment, indent, text)));
    }

    /// Whether `first`, flat, fits on the line behind `taken` columns, with what follows up to the next break.
    fn has_room(&self, taken: usize, first: Option<Task<'_, '_>>, tasks: &[Task<'_, '_>]) -> bool {
        let mut room = WIDTH.saturating_sub(self.column).checked_sub(taken);
        let mut behind = tasks.iter().rev();
        // Behind a break that is filled, the next text has to fit as a whole.
        let first = first.or_else(|| behind.next().copied());
        let mut waiting: Vec<(bool, &Document<'_>)> =
            first.map(|task| (true, task.document)).into_iter().collect();
        while let Some(left) = room {
            let next =
                waiting.pop().or_else(|| behind.next().map(|task| (task.mode == Mode::Flat, task.document)));
            let Some((flat, document)) = next else { return true };
            match document {
                Text(text, _) => room = left.checked_sub(width(text)),
                Document::Break(_) if !flat => return true,
                Document::Break(gap) => room = left.checked_sub(width(gap.flat)),
                Cell => {}
                Group(parts) | Fill(parts) | Nest(_, parts) => {
                    waiting.extend(parts.iter().rev().map(|part| (flat, part)));
                }
            }
        }
        false
    }
}
