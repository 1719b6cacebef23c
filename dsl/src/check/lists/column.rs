//! One column of a file of comma-separated values (RFC 4180).

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::ast;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, suggest};
use crate::source::{FileId, Span};

/// One value of the file, and the line that it stands on.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) span: Span,
}

/// The cells of the column that the list names, which the first line tells, or of the only one; empty cells are passed
/// over.
pub(super) fn cells(
    file: FileId,
    text: &str,
    list: &ast::List,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Cell>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut place = list.column.is_none().then_some(0);
    let mut cells = vec![];
    while reader.read_record(&mut record).unwrap_or(false) {
        let span = span(file, &record, text);
        match (place, &list.column) {
            (None, Some(column)) => {
                let found = record.iter().position(|cell| cell == column.text);
                if found.is_none() {
                    diagnostics.add(no_column(column, &record));
                    return None;
                }
                place = found;
            }
            (_, None) if record.len() > 1 => {
                diagnostics.add(several(list, span));
                return None;
            }
            (place, _) => match record.get(place.unwrap_or(0)) {
                Some("") => {}
                Some(cell) if cell.contains('\n') => {
                    diagnostics.add(open_quote(span));
                    return None;
                }
                Some(cell) => cells.push(Cell { text: cell.to_owned(), span }),
                None => {
                    diagnostics.add(too_short(span));
                    return None;
                }
            },
        }
    }
    Some(cells)
}

/// Where a record stands, without the end of its line.
fn span(file: FileId, record: &StringRecord, text: &str) -> Span {
    let start = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start().len();
    let line = rest.get(blank..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(start + blank), end: offset(start + blank + line.len()) }
}

fn several(list: &ast::List, span: Span) -> Diagnostic {
    let path = &list.path;
    Diagnostic::new(Code::BadList, path.span, format!("`{}` has several columns", path.text))
        .label(span, "this line has more than one value")
        .help(format!(
            "say which one: `from \"{}\" column NAME`, as the first line of the file names it",
            path.text
        ))
}

/// A value of several lines: most often a quote that is not closed.
fn open_quote(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadList, span, "a quote that begins here goes on over the end of the line")
        .help("close it on its line; a quote that belongs to a value is doubled, and the value stands in quotes: `\"say \"\"no\"\"\"`")
}

fn too_short(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadList, span, "this line has no value in the column of the list")
        .help("each line has as many values as the first one, which names the columns")
}

fn no_column(column: &ast::Name, head: &StringRecord) -> Diagnostic {
    let fault =
        Diagnostic::new(Code::BadList, column.span, format!("the file has no column `{}`", column.text));
    match suggest::closest(&column.text, head.iter()) {
        Some(close) => fault.help(format!("did you mean `{close}`?")).fix(column.span, close),
        None => fault.help(format!("its first line names these: {}", suggest::list(head.iter(), 12))),
    }
}
