//! Lines of the formatted file, and how those that stand together are aligned.

use std::fmt::Write as _;

/// What a line holds, as far as it matters for its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line that is aligned with no other.
    Plain,
    /// The beginning of something in braces.
    Opening,
    /// Nothing.
    Blank,
    /// A comment alone.
    Comment,
    /// A rule or an `otherwise` on one line.
    Rule,
    /// A `let` on one line.
    Let,
    /// A connector on one line.
    Connector,
}

/// One line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What it holds.
    pub(super) kind: Kind,
    /// The columns before its text.
    pub(super) indent: usize,
    /// Its text; each cell but the first begins where those of its neighbours begin.
    pub(super) cells: Vec<String>,
    /// The comment behind the text.
    pub(super) comment: Option<String>,
}

impl Line {
    /// A line of one cell.
    pub(super) fn new(kind: Kind, indent: usize, text: impl Into<String>) -> Self {
        Self { kind, indent, cells: vec![text.into()], comment: None }
    }

    /// How many columns it takes without its comment.
    fn width(&self) -> usize {
        self.indent + self.cells.iter().map(|cell| width(cell)).sum::<usize>()
    }

    /// Whether `self` is aligned with `other`, a line above with only comments between them.
    fn goes_with(&self, other: &Self) -> bool {
        self.kind == other.kind && self.indent == other.indent
    }
}

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// The lines as one text, aligned.
pub(super) fn to_text(mut lines: Vec<Line>) -> String {
    let mut rest = lines.as_mut_slice();
    while !rest.is_empty() {
        let (run, behind) = rest.split_at_mut(run_length(rest).min(rest.len()));
        align_run(run);
        rest = behind;
    }
    let mut text = String::new();
    for line in &lines {
        let comment = line.comment.as_ref().map_or(String::new(), |comment| format!("  {comment}"));
        let whole = format!("{:1$}{2}{comment}", "", line.indent, line.cells.concat());
        text.push_str(whole.trim_end());
        text.push('\n');
    }
    text
}

/// How many lines from the first one on are aligned with it: all of its kind, with comments among them.
fn run_length(lines: &[Line]) -> usize {
    let mut length = 1;
    let Some((first, rest)) = lines.split_first() else { return length };
    if matches!(first.kind, Kind::Blank | Kind::Comment) {
        return length;
    }
    for (place, line) in rest.iter().enumerate() {
        match line.kind {
            Kind::Comment => {}
            _ if line.goes_with(first) => length = place + 2,
            _ => break,
        }
    }
    length
}

fn align_run(run: &mut [Line]) {
    let mut lines: Vec<&mut Line> = run.iter_mut().filter(|line| line.kind != Kind::Comment).collect();
    let texts = align(&lines.iter().map(|line| line.cells.clone()).collect::<Vec<_>>());
    for (line, text) in lines.iter_mut().zip(texts) {
        line.cells = vec![text];
    }
    let commented = || lines.iter().filter(|line| line.comment.is_some());
    let end = commented().map(|line| line.width()).max().unwrap_or(0);
    for line in lines.iter_mut().filter(|line| line.comment.is_some()) {
        let lacking = end.saturating_sub(line.width());
        line.cells.push(" ".repeat(lacking));
    }
}

/// Puts the cells of each row behind one another, each column at one place. What has an empty cell behind it may
/// reach into that column.
pub(super) fn align(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut texts = vec![String::new(); rows.len()];
    for column in 0..columns {
        let cell = |row: &Vec<String>| row.get(column).filter(|cell| !cell.is_empty()).cloned();
        let filled = || texts.iter().zip(rows).filter(|(_, row)| cell(row).is_some());
        let place = filled().map(|(text, _)| width(text)).max().unwrap_or(0);
        for (text, row) in texts.iter_mut().zip(rows) {
            if let Some(cell) = cell(row) {
                let lacking = place.saturating_sub(width(text));
                let _ = write!(text, "{:lacking$}{cell}", "");
            }
        }
    }
    texts
}
