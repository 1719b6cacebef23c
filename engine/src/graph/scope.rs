//! What a builder sees at one place of the graph: the boxes, less the limits on axes that were tested on the way.

use waypost_dsl::arena::Id;
use waypost_dsl::space::AxisId;

use crate::graph::boxes::{BoxId, Boxes, Side};

/// The boxes, and the axes that were tested.
#[derive(Debug)]
pub(super) struct Scope<'b> {
    /// The boxes.
    pub(super) boxes: &'b Boxes<'b>,
    tested: Vec<bool>,
}

impl<'b> Scope<'b> {
    /// Nothing is tested.
    pub(super) fn new(boxes: &'b Boxes<'b>) -> Self {
        Self { boxes, tested: vec![false; boxes.lines().len()] }
    }

    /// Notes that an axis is tested, or is not any more.
    pub(super) fn mark(&mut self, axis: AxisId, tested: bool) {
        if let Some(mark) = self.tested.get_mut(axis.index()) {
            *mark = tested;
        }
    }

    /// Whether an axis is tested.
    pub(super) fn is_tested(&self, axis: AxisId) -> bool {
        self.tested.get(axis.index()).copied().unwrap_or(false)
    }

    /// The limits of a box that are still open.
    pub(super) fn open(&self, id: BoxId) -> impl Iterator<Item = Side> {
        self.boxes.sides(id).iter().copied().filter(|side| !self.is_tested(side.axis))
    }

    /// The tested axes on which one of these boxes is limited, in order.
    pub(super) fn tested(&self, live: &[BoxId]) -> Vec<AxisId> {
        let mut axes = vec![];
        for side in live.iter().flat_map(|&id| self.boxes.sides(id)) {
            if self.is_tested(side.axis) && !axes.contains(&side.axis) {
                axes.push(side.axis);
            }
        }
        axes.sort_unstable();
        axes
    }

    /// Whether every payment in the second box is in the first, as far as it is open.
    pub(super) fn covers(&self, outer: BoxId, inner: BoxId) -> bool {
        self.open(outer).all(|side| {
            self.boxes.side(inner, side.axis).is_some_and(|set| {
                set == side.set || self.boxes.keys(set).is_subset(self.boxes.keys(side.set))
            })
        })
    }
}
