//! Which connectors serve a payment: the conditions of many of them are looked up at once.

use std::cell::Cell;

use waypost_dsl::arena::{Arena, Id};
use waypost_dsl::hir::ConnectorId;
use waypost_dsl::space::{AxisId, Region};

use crate::graph::{Boxes, Line, Matrix};
use crate::keys::Keys;

/// What all connectors serve.
#[derive(Debug)]
pub(crate) struct Serving {
    /// For each connector its matrix, and its number there; nothing if it serves every payment.
    connectors: Vec<Option<(usize, usize)>>,
    matrices: Vec<Matrix>,
}

/// The row of a payment in the matrix that was last asked.
#[derive(Debug, Default)]
pub(crate) struct Known(Cell<Option<(usize, [u64; 4])>>);

impl Serving {
    /// `regions` gives for each connector where the payments lie that it serves.
    pub(crate) fn of(lines: &Arena<AxisId, Line>, regions: &[Vec<Region>]) -> Self {
        let mut serving = Self { connectors: vec![], matrices: vec![] };
        let mut open: Vec<&[Region]> = vec![];
        for regions in regions {
            if regions.iter().any(|region| region.sides().is_empty()) {
                serving.connectors.push(None);
                continue;
            }
            if open.iter().map(|regions| regions.len()).sum::<usize>() + regions.len() > Matrix::BOXES {
                serving.close(lines, &mut open);
            }
            serving.connectors.push(Some((serving.matrices.len(), open.len())));
            open.push(regions);
        }
        serving.close(lines, &mut open);
        serving
    }

    /// Makes one matrix of the connectors that are open.
    fn close(&mut self, lines: &Arena<AxisId, Line>, open: &mut Vec<&[Region]>) {
        self.matrices.push(Matrix::of(&Boxes::of(lines, open), open.len()));
        open.clear();
    }

    /// Whether a connector serves the payment with these keys.
    #[inline]
    pub(crate) fn has(&self, connector: ConnectorId, keys: &impl Keys, known: &Known) -> bool {
        let Some(Some((place, number))) = self.connectors.get(connector.index()) else { return true };
        let Some(matrix) = self.matrices.get(*place) else { return false };
        let row = match known.0.get() {
            Some((known, row)) if known == *place => row,
            _ => matrix.row(keys),
        };
        known.0.set(Some((*place, row)));
        matrix.has(row, *number)
    }
}
