//! The rows of a table as conditions: each cell is a test of the fact of its column.

use crate::ast::{Cell, CellKind, Condition, Name, Op, Row, Set, SetList, Test};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The condition of a row; nothing if no cell asks anything.
pub(super) fn condition(columns: &[Name], row: &Row) -> Option<Condition> {
    let tests: Vec<Condition> =
        columns.iter().zip(&row.cells).filter_map(|(column, cell)| test(column, cell)).collect();
    match tests.len() {
        0 | 1 => tests.into_iter().next(),
        _ => Some(Condition::And(tests)),
    }
}

fn test(column: &Name, cell: &Cell) -> Option<Condition> {
    let span = cell.span;
    let is = |op: Op| Condition::Test(Test { fact: column.clone(), op, span });
    let set = |items: &Vec<_>| Set::Cell(SetList { items: items.clone(), span });
    match &cell.kind {
        CellKind::Any => None,
        CellKind::In(items) => Some(is(Op::In(set(items)))),
        CellKind::Compare(order, value) => Some(is(Op::Compare(*order, value.clone()))),
        CellKind::Absent => Some(is(Op::Absent)),
        CellKind::Present => Some(is(Op::Present)),
        CellKind::Not(inner) => match inner.as_ref() {
            CellKind::In(items) => Some(is(Op::NotIn(set(items)))),
            CellKind::Absent => Some(is(Op::Present)),
            CellKind::Present => Some(is(Op::Absent)),
            other => {
                let inner = test(column, &Cell { kind: other.clone(), span })?;
                Some(Condition::Not(Box::new(inner), Span { end: span.start, ..span }))
            }
        },
    }
}

/// A row of another width than the head.
pub(super) fn width(columns: &[Name], row: &Row) -> Diagnostic {
    let count = |number: usize| match number {
        1 => "1 cell".to_owned(),
        many => format!("{many} cells"),
    };
    let message = format!("this row has {}, and the head has {}", count(row.cells.len()), columns.len());
    let fault = Diagnostic::new(Code::BadTable, row.span, message)
        .help("give each column a cell, parted by `|`; a cell that asks nothing is `-`");
    match (columns.first(), columns.last()) {
        (Some(first), Some(last)) => fault.label(first.span.to(last.span), "these are the columns"),
        _ => fault,
    }
}
