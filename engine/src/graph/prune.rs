//! Leaves out the boxes that cannot be the first match: those behind one that is certain, and those that an earlier
//! one covers.

use waypost_dsl::space::AxisId;

use crate::graph::boxes::BoxId;
use crate::graph::scope::Scope;

/// The boxes that can be the first match.
#[derive(Debug)]
pub(super) struct Pruned {
    /// In order; none of them is certain.
    pub(super) live: Vec<BoxId>,
    /// The box behind them that takes every payment, if there is one.
    pub(super) certain: Option<BoxId>,
}

/// How many boxes with a limit on the same axis are tried as covers, and how many limits they may have. Few, as this
/// only saves space: a covered box is never the lowest bit of a leaf.
const COVERS: usize = 16;
const COVER_SIDES: usize = 2;

/// Boxes with few limits, by the axis of the first.
#[derive(Debug, Default)]
struct Broad(Vec<(AxisId, Vec<BoxId>)>);

/// Prunes an ordered list.
pub(super) fn prune(scope: &Scope<'_>, boxes: &[BoxId]) -> Pruned {
    let mut live = Vec::with_capacity(boxes.len());
    let mut broad = Broad::default();
    for &id in boxes {
        let mut open = scope.open(id);
        let Some(first) = open.next() else { return Pruned { live, certain: Some(id) } };
        if broad.covers(scope, id) {
            continue;
        }
        live.push(id);
        if open.count() < COVER_SIDES {
            broad.add(first.axis, id);
        }
    }
    Pruned { live, certain: None }
}

impl Broad {
    fn add(&mut self, axis: AxisId, id: BoxId) {
        let known_axes = self.0.len();
        match self.0.iter_mut().find(|(known, _)| *known == axis) {
            Some((_, covers)) if covers.len() < COVERS => covers.push(id),
            None if known_axes < COVERS => self.0.push((axis, vec![id])),
            _ => {}
        }
    }

    fn covers(&self, scope: &Scope<'_>, inner: BoxId) -> bool {
        let limited = |axis| scope.boxes.side(inner, axis).is_some();
        let near = self.0.iter().filter(|(axis, _)| limited(*axis));
        near.flat_map(|(_, ids)| ids).any(|&outer| scope.covers(outer, inner))
    }
}
