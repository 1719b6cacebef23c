//! Decides all payments of a batch, on all cores.

use std::ops::Range;

use rayon::prelude::*;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{RuleId, StageKind};

use crate::batch::Batch;
use crate::batch::visit::Visit;
use crate::decision::Decision;
use crate::evaluate::Compiled;
use crate::keys::{Lookup, OfTexts, Together};
use crate::snapshot::Snapshot;

/// How many payments are put in order together.
const PART: usize = 4096;

/// What `each` makes of the decisions of all payments of a batch, which is made for the facts of this snapshot. They are
/// those that [`evaluate`](crate::evaluate) gives for each by itself, in the order of the batch.
pub fn evaluate_all<'s, T: Send>(
    snapshot: &'s Snapshot,
    batch: &Batch,
    each: impl Fn(Decision<'s>) -> T + Sync,
) -> Vec<T> {
    visit(snapshot, batch, |keys| each(Decision::of(&Compiled::new(snapshot, keys.values(), keys))))
}

/// The first rules.
pub fn first_of_all(snapshot: &Snapshot, kind: StageKind, batch: &Batch) -> Vec<Option<RuleId>> {
    let Some(graph) = snapshot.stages.graph(kind) else { return vec![None; batch.len()] };
    visit(snapshot, batch, |keys| graph.first(&keys).map(|rule| RuleId::new(rule as usize)))
}

/// What `each` makes of all payments of a batch, in its order.
fn visit<T: Send>(
    snapshot: &Snapshot,
    batch: &Batch,
    each: impl Fn(Together<'_>) -> T + Sync,
) -> Vec<T> {
    let keys = OfTexts::new(&snapshot.axes, batch);
    let root = snapshot.stages.graph(StageKind::Route).and_then(|graph| graph.begins_with());
    let parts: Vec<Range<usize>> =
        (0..batch.len()).step_by(PART).map(|start| start..batch.len().min(start + PART)).collect();
    let part = |order: &mut Visit, part: Range<usize>| {
        let mut made: Vec<Option<T>> = part.clone().map(|_| None).collect();
        let key = |place: usize| root.map_or(0, |root: Lookup| keys.payment(place).key(root));
        for &place in order.order(part.clone().map(key)) {
            if let Some(made) = made.get_mut(place) {
                *made = Some(each(keys.payment(part.start + place)));
            }
        }
        made
    };
    let made = parts.into_par_iter().map_init(Visit::new, |order, range| part(order, range));
    made.flatten_iter().filter_map(|made| made).collect()
}
