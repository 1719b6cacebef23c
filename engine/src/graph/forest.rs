//! Parts a list of boxes into groups, each to be a graph of its own: the first match of all is the least of the first
//! matches of each. Boxes that are all limited on one axis are told apart by a test of it without any being written
//! twice, so where the boxes of a list have little in common, a few graphs are smaller and faster than one (`EffiCuts`:
//! Vamanan, Voskuilen and Vijaykumar 2010).

use rustc_hash::FxHashMap;
use waypost_dsl::space::AxisId;

use crate::graph::boxes::{BoxId, SetId};
use crate::graph::census::{ALL, Measure, Tally, census};
use crate::graph::scope::Scope;

/// A box belongs to the group of an axis if its limit there leaves at most this share of all payments.
const SELECTIVE: u64 = ALL / 4;
/// The fewest boxes that are worth a graph.
const FEWEST: usize = 48;

/// Up to `most` groups, each in order; together all boxes, each once.
pub(super) fn groups(scope: &Scope<'_>, all: Vec<BoxId>, most: usize) -> Vec<Vec<BoxId>> {
    let mut rest = all;
    let mut groups = vec![];
    while groups.len() + 1 < most {
        let Some((group, others)) = best_group(scope, &rest) else { break };
        groups.push(group);
        rest = others;
    }
    groups.extend((!rest.is_empty()).then_some(rest));
    groups
}

/// The boxes that an axis tells apart best, and the others; nothing if that is not worth a graph.
fn best_group(scope: &Scope<'_>, boxes: &[BoxId]) -> Option<(Vec<BoxId>, Vec<BoxId>)> {
    let tallies = census(scope, boxes);
    let known = tallies.iter().map(|tally| {
        let measures: FxHashMap<SetId, Measure> =
            tally.sets.iter().map(|(set, _)| *set).zip(tally.measures(scope)).collect();
        (worth(tally, &measures), tally.axis, measures)
    });
    let (_, axis, measures) = known.max_by_key(|(worth, axis, _)| (*worth, std::cmp::Reverse(*axis)))?;
    let (group, others): (Vec<BoxId>, Vec<BoxId>) =
        boxes.iter().partition(|&&id| is_selective(scope, axis, &measures, id));
    (group.len() >= FEWEST && !others.is_empty()).then_some((group, others))
}

/// By how many bits the axis narrows all boxes that would be in its group, together.
fn worth(tally: &Tally, measures: &FxHashMap<SetId, Measure>) -> u64 {
    let bits = |(set, count): &(SetId, u64)| {
        let share = measures.get(set).map_or(ALL, |measure| measure.share);
        if share > SELECTIVE { 0 } else { count * u64::from((ALL / share.max(1)).ilog2()).min(8) }
    };
    tally.sets.iter().map(bits).sum()
}

fn is_selective(scope: &Scope<'_>, axis: AxisId, measures: &FxHashMap<SetId, Measure>, id: BoxId) -> bool {
    let measure = scope.boxes.side(id, axis).and_then(|set| measures.get(&set));
    measure.is_some_and(|measure| measure.share <= SELECTIVE)
}
