//! Tables: a row is a line, and its cells stand in columns.

use crate::ast::{self, CellKind};
use crate::format::INDENT;
use crate::format::braces::{Braces, Inside};
use crate::format::document::text;
use crate::format::lines::{Kind, align};
use crate::format::outcome::outcome;
use crate::format::page::Page;
use crate::format::quoted;

/// A table.
pub(super) fn write(page: &mut Page<'_>, table: &ast::Table, indent: usize) {
    let mut rows = vec![];
    let mut ends = vec![];
    if let Some(stage) = &table.stage {
        let names = table.columns.iter().map(|name| name.text.clone());
        rows.push(row(names, &format!("-> {}", stage.text)));
        ends.push(stage.span.end);
    }
    for one in &table.rows {
        let cells = one.cells.iter().map(|cell| spelled(&cell.kind));
        rows.push(row(cells, &outcome("-> ", &one.outcome).flat()));
        ends.push(one.span.end);
    }
    let head = text(format!("table {}", quoted(&table.name.text)), table.name.span.end);
    let inside = if rows.is_empty() { Inside::Nothing } else { Inside::Long };
    let braces = Braces { kind: Kind::Plain, indent, head, inside, closing: table.end };
    braces.write(page, |page| {
        for (line, end) in align(&rows).into_iter().zip(ends) {
            page.write(Kind::Plain, indent + INDENT, text(line, end));
        }
    });
}

/// The cells of a line with the signs between them.
fn row(cells: impl Iterator<Item = String>, arrow: &str) -> Vec<String> {
    let mut row: Vec<String> = vec![];
    for cell in cells {
        row.push(if row.is_empty() { cell } else { format!(" | {cell}") });
    }
    row.push(format!(" {arrow}"));
    row
}

fn spelled(cell: &CellKind) -> String {
    match cell {
        CellKind::Any => "-".to_owned(),
        CellKind::In(items) => items.iter().map(ast::SetItem::spelled).collect::<Vec<_>>().join(", "),
        CellKind::Compare(comparison, value) => format!("{} {}", comparison.as_str(), value.spelled()),
        CellKind::Absent => "absent".to_owned(),
        CellKind::Present => "present".to_owned(),
        CellKind::Not(inner) => format!("not {}", spelled(inner)),
    }
}
