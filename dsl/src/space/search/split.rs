//! Where a region is split that many cuts are near to: on the axis that tells them apart best, as a decision diagram is
//! grown (Gouda and Liu, *Structured firewall design*, 2007), so that each part has few of them.

use rustc_hash::FxHashMap;

use crate::space::search::Near;
use crate::space::{AxisId, KeySet, Region, Space};

/// From how many cuts on a region is split.
const MANY: usize = 64;
/// The most different key sets of the cuts on one axis.
const MOST_SETS: usize = 24;
/// The most parts that a region is split into.
const MOST_PARTS: usize = 64;

/// The axis with the key sets of the parts, if there is one on which the parts are worth it.
pub(super) fn split(space: &Space<'_>, region: &Region, cuts: &[Near<'_>]) -> Option<(AxisId, Vec<KeySet>)> {
    if cuts.len() < MANY {
        return None;
    }
    let mut asked: FxHashMap<AxisId, FxHashMap<&KeySet, usize>> = FxHashMap::default();
    for (axis, keys) in cuts.iter().flat_map(|near| near.cut.sides()) {
        if !region.side(*axis).is_some_and(|side| side.is_subset(keys)) {
            *asked.entry(*axis).or_default().entry(keys).or_default() += 1;
        }
    }
    let splits = asked.into_iter().filter_map(|(axis, sets)| {
        let whole = region.side(axis).cloned().unwrap_or_else(|| space.whole(axis));
        let parts = parts(whole, &sets)?;
        Some((work(cuts.len(), &sets, &parts), axis, parts))
    });
    let (work, axis, parts) = splits.min_by_key(|(work, axis, _)| (*work, *axis))?;
    (work < cuts.len() * cuts.len()).then_some((axis, parts))
}

/// The parts of `whole` that none of the sets cuts through.
fn parts(whole: KeySet, sets: &FxHashMap<&KeySet, usize>) -> Option<Vec<KeySet>> {
    if sets.len() > MOST_SETS {
        return None;
    }
    let mut parts = vec![whole];
    let mut sets: Vec<&&KeySet> = sets.keys().collect();
    sets.sort_unstable();
    for set in sets {
        let cut = parts.iter().flat_map(|part| [part.intersection(set), part.minus(set)]);
        parts = cut.filter(|part| !part.is_empty()).collect();
        if parts.len() > MOST_PARTS {
            return None;
        }
    }
    Some(parts)
}

/// How much is left to do in all parts, if it grows with the square of how many cuts are near.
fn work(cuts: usize, sets: &FxHashMap<&KeySet, usize>, parts: &[KeySet]) -> usize {
    let elsewhere = cuts - sets.values().sum::<usize>();
    let near = |part: &KeySet| {
        let here = sets.iter().filter(|(set, _)| set.intersects(part)).map(|(_, cuts)| cuts);
        elsewhere + here.sum::<usize>()
    };
    parts.iter().map(near).map(|near| near * near).sum()
}
