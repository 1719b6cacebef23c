//! How often each axis is limited in a list of boxes, and by which sets.

use rustc_hash::{FxHashMap, FxHashSet};
use waypost_dsl::arena::Id;
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
    /// How many classes it holds, of those that lie in the same sets only the first.
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

/// What the classes up to a place hold together.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    density: u64,
    share: u64,
    /// A sum of numbers of the sets that hold the last class: equal for classes that lie in the same sets.
    mark: u64,
    different: u64,
}

impl Tally {
    /// What each set holds, in the order of `sets`. Nobody has told what payments there will be, so three quarters of
    /// them are thought to come where the boxes are, and one quarter anywhere.
    pub(super) fn measures(&self, scope: &Scope<'_>) -> Vec<Measure> {
        let keys = |&(set, _): &(SetId, u64)| scope.boxes.keys(set);
        let classes = Classes::of(self.sets.iter().map(keys));
        let running = self.running(scope, &classes);
        let before = |class: usize| {
            class.checked_sub(1).and_then(|place| running.get(place)).copied().unwrap_or_default()
        };
        let measure = |set: &(SetId, u64)| {
            let ends = classes.within(keys(set)).map(|range| (before(range.start), before(range.end)));
            ends.fold(Measure::default(), |sum, (from, to)| Measure {
                share: sum.share + to.share - from.share,
                classes: sum.classes + to.different - from.different,
            })
        };
        self.sets.iter().map(measure).collect()
    }

    /// For each class what it and all before it hold.
    fn running(&self, scope: &Scope<'_>, classes: &Classes) -> Vec<Running> {
        let each_box = ALL / 4 * 3 / self.limited.max(1);
        let each_class = ALL / 4 / classes.len() as u64;
        let mut steps = vec![(Running::default(), Running::default()); classes.len() + 1];
        for &(set, count) in &self.sets {
            let keys = scope.boxes.keys(set);
            let density = each_box * count / (classes.count(keys) as u64).max(1);
            let mark = (set.index() as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for range in classes.within(keys) {
                for (step, up) in [(range.start, true), (range.end, false)] {
                    let Some((rise, fall)) = steps.get_mut(step) else { continue };
                    let side = if up { rise } else { fall };
                    side.density += density;
                    side.mark = side.mark.wrapping_add(mark);
                }
            }
        }
        steps.pop();
        let mut seen = FxHashSet::default();
        let mut sum = Running::default();
        let advance = |(rise, fall): (Running, Running)| {
            sum.density = sum.density + rise.density - fall.density;
            sum.mark = sum.mark.wrapping_add(rise.mark).wrapping_sub(fall.mark);
            sum.share += sum.density + each_class;
            sum.different += u64::from(seen.insert(sum.mark));
            sum
        };
        steps.into_iter().map(advance).collect()
    }
}
