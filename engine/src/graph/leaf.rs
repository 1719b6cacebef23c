//! Makes the bit matrix of a leaf: for each axis on which one of its boxes is limited, a row of bits a class.

use waypost_dsl::space::AxisId;

use crate::graph::boxes::BoxId;
use crate::graph::classes::Classes;
use crate::graph::scope::Scope;

/// The most boxes in a leaf: the bits of a word.
pub(super) const WIDTH: usize = 64;

/// One column of the matrix, of up to 64 boxes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Matrix {
    /// The axis.
    pub(super) axis: AxisId,
    /// How its keys fall into classes.
    pub(super) classes: Classes,
    /// For each class the boxes that have it inside, the first box as the lowest bit.
    pub(super) rows: Vec<u64>,
}

/// The columns for up to 64 boxes: first those that leave the fewest boxes, so that a payment that meets none is
/// through early.
pub(super) fn columns(scope: &Scope<'_>, boxes: &[BoxId]) -> Vec<Matrix> {
    let mut axes: Vec<AxisId> = boxes.iter().flat_map(|&id| scope.open(id)).map(|side| side.axis).collect();
    axes.sort_unstable();
    axes.dedup();
    let mut columns: Vec<Matrix> = axes.into_iter().map(|axis| column(scope, boxes, axis)).collect();
    columns.sort_by_cached_key(|column| {
        let ones: u64 = column.rows.iter().map(|row| u64::from(row.count_ones())).sum();
        let mean = ones * 256 / (column.rows.len() as u64).max(1);
        (scope.boxes.lines()[column.axis].lookup.is_computed(), mean, column.axis)
    });
    columns
}

fn column(scope: &Scope<'_>, boxes: &[BoxId], axis: AxisId) -> Matrix {
    let sides: Vec<_> =
        boxes.iter().map(|&id| scope.boxes.side(id, axis).map(|set| scope.boxes.keys(set))).collect();
    let classes = Classes::of(sides.iter().flatten().copied());
    let mut rows = vec![0; classes.len()];
    let bits = (0..u64::BITS).map(|place| 1_u64 << place);
    let mut everywhere = 0;
    for (bit, side) in bits.zip(&sides) {
        let Some(set) = *side else {
            everywhere |= bit;
            continue;
        };
        for range in classes.within(set) {
            rows.get_mut(range).into_iter().flatten().for_each(|row| *row |= bit);
        }
    }
    for row in &mut rows {
        *row |= everywhere;
    }
    Matrix { axis, classes, rows }
}
