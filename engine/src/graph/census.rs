//! How often each axis is limited in a list of boxes, and by which sets.

use rustc_hash::FxHashMap;
use waypost_dsl::space::AxisId;

use crate::graph::boxes::{BoxId, SetId};
use crate::graph::classes::Classes;
use crate::graph::scope::Scope;

/// What a list of boxes says about one axis.
#[derive(Debug)]
pub(super) struct Tally {
    /// The axis.
    pub(super) axis: AxisId,
    /// How many boxes are limited on it.
    pub(super) limited: u64,
    /// The sets that limit them, each with the number of its boxes.
    pub(super) sets: Vec<(SetId, u64)>,
}

/// What a set holds of its axis.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    /// The share of payments that are thought to lie in it, of [`ALL`].
    pub(super) share: u64,
    /// How many classes it holds.
    pub(super) classes: u64,
}

/// The share of all payments: shares are fixed-point numbers.
pub(super) const ALL: u64 = 1 << 32;

/// Counts the axes on which `live` is limited; the one most often limited comes first.
pub(super) fn census(scope: &Scope<'_>, live: &[BoxId]) -> Vec<Tally> {
    let mut places: FxHashMap<SetId, usize> = FxHashMap::default();
    let mut counts: Vec<(AxisId, SetId, u64)> = vec![];
    for side in live.iter().flat_map(|&id| scope.open(id)) {
        let place = *places.entry(side.set).or_insert(counts.len());
        match counts.get_mut(place) {
            Some((_, _, count)) => *count += 1,
            None => counts.push((side.axis, side.set, 1)),
        }
    }
    counts.sort_unstable();
    let mut tallies: Vec<Tally> = vec![];
    for (axis, set, count) in counts {
        match tallies.last_mut() {
            Some(tally) if tally.axis == axis => {
                tally.limited += count;
                tally.sets.push((set, count));
            }
            _ => tallies.push(Tally { axis, limited: count, sets: vec![(set, count)] }),
        }
    }
    tallies.sort_by_key(|tally| (std::cmp::Reverse(tally.limited), tally.axis));
    tallies
}

impl Tally {
    /// What each set holds, in the order of `sets`. Nobody has told what payments there will be, so three quarters of
    /// them are thought to come where the boxes are, and one quarter anywhere.
    pub(super) fn measures(&self, scope: &Scope<'_>) -> Vec<Measure> {
        let keys = |&(set, _): &(SetId, u64)| scope.boxes.keys(set);
        let classes = Classes::of(self.sets.iter().map(keys));
        let behind = self.shares_behind(scope, &classes);
        let share = |from: usize, to: usize| {
            let at = |class: usize| class.checked_sub(1).and_then(|place| behind.get(place)).copied().unwrap_or(0);
            at(to).saturating_sub(at(from))
        };
        let measure = |set: &(SetId, u64)| Measure {
            share: classes.within(keys(set)).map(|range| share(range.start, range.end)).sum(),
            classes: classes.count(keys(set)) as u64,
        };
        self.sets.iter().map(measure).collect()
    }

    /// The share of all payments up to and with each class.
    fn shares_behind(&self, scope: &Scope<'_>, classes: &Classes) -> Vec<u64> {
        let each_box = ALL / 4 * 3 / self.limited.max(1);
        let each_class = ALL / 4 / classes.len() as u64;
        let mut steps = vec![(0_u64, 0_u64); classes.len() + 1];
        for &(set, count) in &self.sets {
            let keys = scope.boxes.keys(set);
            let share = each_box * count / (classes.count(keys) as u64).max(1);
            for range in classes.within(keys) {
                steps.get_mut(range.start).into_iter().for_each(|(rise, _)| *rise += share);
                steps.get_mut(range.end).into_iter().for_each(|(_, fall)| *fall += share);
            }
        }
        steps.pop();
        let running = |(density, sum): &mut (u64, u64), (rise, fall): (u64, u64)| {
            *density = (*density + rise).saturating_sub(fall);
            *sum += *density + each_class;
            Some(*sum)
        };
        steps.into_iter().scan((0, 0), running).collect()
    }
}
