//! Makes the bit matrix of a leaf: for each axis on which one of its boxes is limited, a row of bits a class (Lakshman and
//! Stiliadis, *High-speed policy-based packet forwarding*, 1998).

use waypost_dsl::space::AxisId;

use crate::graph::boxes::BoxId;
use crate::graph::classes::Classes;
use crate::graph::scope::Scope;

/// A bit for each box of the widest leaf.
pub(super) type Row = [u64; 4];

/// One column of the matrix.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Matrix {
    /// The axis.
    pub(super) axis: AxisId,
    /// How its keys fall into classes.
    pub(super) classes: Classes,
    /// For each class the boxes that have it inside, the first box as the lowest bit.
    pub(super) rows: Vec<Row>,
}

/// The columns for boxes that fit in one leaf, those before others that leave fewer boxes.
pub(super) fn columns(scope: &Scope<'_>, boxes: &[BoxId]) -> Vec<Matrix> {
    let mut axes: Vec<AxisId> = boxes.iter().flat_map(|&id| scope.open(id)).map(|side| side.axis).collect();
    axes.sort_unstable();
    axes.dedup();
    let mut columns: Vec<Matrix> = axes.into_iter().map(|axis| column(scope, boxes, axis)).collect();
    columns.sort_by_cached_key(|column| {
        let ones: u64 = column.rows.iter().flatten().map(|word| u64::from(word.count_ones())).sum();
        let mean = ones * 256 / (column.rows.len() as u64).max(1);
        (mean, column.axis)
    });
    columns
}

fn column(scope: &Scope<'_>, boxes: &[BoxId], axis: AxisId) -> Matrix {
    let sides: Vec<_> =
        boxes.iter().map(|&id| scope.boxes.side(id, axis).map(|set| scope.boxes.keys(set))).collect();
    let classes = Classes::of(sides.iter().flatten().copied());
    let mut rows = vec![Row::default(); classes.len()];
    let mut everywhere = Row::default();
    for (number, side) in sides.iter().enumerate() {
        let Some(set) = *side else {
            mark(&mut everywhere, number);
            continue;
        };
        for range in classes.within(set) {
            rows.get_mut(range).into_iter().flatten().for_each(|row| mark(row, number));
        }
    }
    for row in &mut rows {
        row.iter_mut().zip(everywhere).for_each(|(word, more)| *word |= more);
    }
    Matrix { axis, classes, rows }
}

fn mark(row: &mut Row, number: usize) {
    row.get_mut(number / 64).into_iter().for_each(|word| *word |= 1 << (number % 64));
}
