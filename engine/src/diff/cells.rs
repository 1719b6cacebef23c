//! A region cut into cells in each of which it is known, of every connector that counts, whether it serves.

use waypost_dsl::hir::{ConnectorId, Outcome};
use waypost_dsl::space::Region;

use crate::diff::changes::Sides;
use crate::proof::Proofs;

/// A region with the connectors that serve all of it, before and after.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) region: Region,
    pub(super) old: Vec<ConnectorId>,
    pub(super) new: Vec<ConnectorId>,
}

/// The side of which it is known that a connector serves.
#[derive(Debug, Clone, Copy)]
enum On {
    Old,
    New,
    Both,
}

impl Sides<'_, '_> {
    /// The cells of `region` in which the two outcomes may come to something else; nothing if there are too many.
    pub(super) fn cells(
        &self,
        region: Region,
        outcomes: (Option<&Outcome>, Option<&Outcome>),
        budget: &mut u32,
    ) -> Option<Vec<Cell>> {
        let (old, new) = outcomes;
        let mut ids = connectors(old);
        ids.extend(connectors(new));
        ids.sort_unstable();
        ids.dedup();
        let (moved, steady): (Vec<ConnectorId>, Vec<ConnectorId>) =
            ids.into_iter().partition(|id| self.moved.contains(id));
        let mut cells = vec![Cell { region, old: vec![], new: vec![] }];
        for id in moved {
            cells = cut(self.old, id, On::Old, cells, budget)?;
            cells = cut(self.new, id, On::New, cells, budget)?;
        }
        if old == new && !old.is_some_and(|outcome| self.costs(outcome)) {
            cells.retain(|cell| cell.old != cell.new);
        }
        for id in steady {
            cells = cut(self.old, id, On::Both, cells, budget)?;
        }
        Some(cells)
    }
}

fn connectors(outcome: Option<&Outcome>) -> Vec<ConnectorId> {
    match outcome {
        Some(Outcome::Plan(plan)) => plan.connectors().to_vec(),
        _ => vec![],
    }
}

/// The parts of the cells that a connector serves, and those that it does not.
fn cut(
    proofs: &Proofs<'_>,
    id: ConnectorId,
    on: On,
    cells: Vec<Cell>,
    budget: &mut u32,
) -> Option<Vec<Cell>> {
    let mut parts = vec![];
    for cell in cells {
        served(proofs, id, on, &cell, &mut parts);
        *budget = budget.checked_sub(1)?;
    }
    *budget = budget.checked_sub(u32::try_from(parts.len()).unwrap_or(u32::MAX))?;
    Some(parts)
}

fn served(proofs: &Proofs<'_>, id: ConnectorId, on: On, cell: &Cell, parts: &mut Vec<Cell>) {
    let with = |region: Region, is_served: bool| {
        let mut part = Cell { region, ..cell.clone() };
        if is_served && matches!(on, On::Old | On::Both) {
            part.old.push(id);
        }
        if is_served && matches!(on, On::New | On::Both) {
            part.new.push(id);
        }
        part
    };
    let mut rest = vec![cell.region.clone()];
    for cut in proofs.serves(id) {
        let mut outside = vec![];
        for part in rest {
            match part.intersection(cut) {
                None => outside.push(part),
                Some(inside) => {
                    parts.push(with(inside, true));
                    outside.extend(part.minus(cut, |axis| proofs.space().whole(axis)));
                }
            }
        }
        rest = outside;
    }
    parts.extend(rest.into_iter().map(|region| with(region, false)));
}
