//! Chooses how to go on with a list of boxes that is too long for a leaf: cut it into parts, each a test of one axis or
//! a chain of leaves, so that the predicted time is the least. Dynamic programming over the break points, as Bellman cuts a
//! curve into lines (*On the approximation of curves by line segments using dynamic programming*, 1961).

use std::ops::Range;

use rustc_hash::FxHashMap;
use waypost_dsl::space::AxisId;

use crate::graph::boxes::{BoxId, SetId};
use crate::graph::breaks::breaks;
use crate::graph::census::{ALL, Measure, Tally, census};
use crate::graph::scope::Scope;

/// A stretch of a list and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Which boxes of the list.
    pub(super) range: Range<usize>,
    /// What becomes of them.
    pub(super) way: Way,
}

/// What becomes of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A chain of leaves.
    Leaves,
    /// A test of this axis.
    Test(AxisId),
}

/// How many axes are considered, the most limited ones.
const AXES: usize = 16;
/// Lines of more keys are wide: a test of one is only considered if most boxes are limited on it.
const WIDE: u64 = 1 << 16;
/// A test that is thought to leave more than this share of the boxes is not made.
const USELESS: u64 = ALL / 8 * 7;
const WIDTH_BOXES: u64 = 64;

/// What the boxes before a break say about an axis.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// How many are limited on it.
    limited: u64,
    /// How many of them are thought to be left after a test of it, times [`ALL`].
    left: u64,
    /// How many classes they hold, together.
    classes: u64,
}

/// One axis, as far as it is considered.
#[derive(Debug)]
struct Candidate {
    axis: AxisId,
    wide: bool,
    sets: u64,
    /// For each break.
    before: Vec<Sums>,
}

/// Cuts `live` into parts. The lists behind the tests should not be longer than `budget` together; `banned` is an
/// axis on which that failed.
pub(super) fn choose(scope: &Scope<'_>, live: &[BoxId], budget: u64, banned: Option<AxisId>) -> Vec<Part> {
    let mut tallies = census(scope, live);
    tallies.truncate(AXES);
    let axes: Vec<AxisId> = tallies.iter().map(|tally| tally.axis).collect();
    let breaks = breaks(scope, live, &axes);
    let mut candidates = candidates(scope, live, &tallies, &breaks);
    if let Some(axis) = banned {
        candidates.retain(|candidate| candidate.axis != axis);
    }
    let ways = cheapest(&breaks, |range, places| {
        let share = budget.saturating_mul(range.len() as u64) / (live.len() as u64).max(1);
        price(&candidates, range.len() as u64, &places, share)
    });
    joined(ways)
}

fn candidates(scope: &Scope<'_>, live: &[BoxId], tallies: &[Tally], breaks: &[usize]) -> Vec<Candidate> {
    let mut measures: FxHashMap<SetId, Measure> = FxHashMap::default();
    for tally in tallies {
        measures.extend(tally.sets.iter().map(|(set, _)| *set).zip(tally.measures(scope)));
    }
    let candidate = |tally: &Tally| {
        let mut sums = Sums::default();
        let mut before = vec![sums];
        for (from, to) in breaks.iter().zip(breaks.iter().skip(1)) {
            let boxes = live.get(*from..*to).unwrap_or_default();
            let sets = boxes.iter().filter_map(|&id| scope.boxes.side(id, tally.axis));
            for measure in sets.filter_map(|set| measures.get(&set)) {
                sums.limited += 1;
                sums.left += measure.share;
                sums.classes += measure.classes;
            }
            before.push(sums);
        }
        let wide = scope.boxes.lines()[tally.axis].end > WIDE;
        Candidate { axis: tally.axis, wide, sets: tally.sets.len() as u64, before }
    };
    tallies.iter().map(candidate).collect()
}

/// The cheapest way to cut the list at some of the breaks. `price` gives the best way for a stretch, with its price,
/// from the stretch and the numbers of the breaks around it.
fn cheapest(breaks: &[usize], price: impl Fn(&Range<usize>, Range<usize>) -> (u64, Way)) -> Vec<Part> {
    // For each break the price of all before it, the break where its last part begins, and the way of that part.
    let mut best: Vec<(u64, usize, Way)> = vec![(0, 0, Way::Leaves)];
    for (end, &to) in breaks.iter().enumerate().skip(1) {
        let starts = breaks.iter().zip(&best).enumerate().map(|(start, (&from, (before, ..)))| {
            let (price, way) = price(&(from..to), start..end);
            (before + price, start, way)
        });
        best.extend(starts.min_by_key(|&(price, start, _)| (price, start)));
    }
    let mut parts = vec![];
    let mut end = breaks.len() - 1;
    while let (Some(&(_, start, way)), Some(&to)) = (best.get(end), breaks.get(end)) {
        let (Some(&from), true) = (breaks.get(start), start < end) else { break };
        parts.push(Part { range: from..to, way });
        end = start;
    }
    parts.reverse();
    parts
}

/// The parts, with neighbouring chains of leaves made one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut all: Vec<Part> = vec![];
    for part in parts {
        match all.last_mut() {
            Some(last) if last.way == Way::Leaves && part.way == Way::Leaves => {
                last.range.end = part.range.end;
            }
            _ => all.push(part),
        }
    }
    all
}

/// What a test of an axis would do to a stretch, as far as the axes do not depend on each other.
#[derive(Debug, Clone, Copy)]
struct View {
    axis: AxisId,
    time: u64,
    /// How many of the boxes are thought to be left, of [`ALL`].
    kept: u64,
    /// How many times longer all lists behind it are together, in quarters of a bit.
    growth: u64,
}

/// The best way for `len` boxes between two breaks, with its predicted time in sixteenths of a nanosecond: as if the
/// best tests were made one after the other, as long as the growth that they cost is within the budget, and leaves
/// for the boxes that are left.
fn price(candidates: &[Candidate], len: u64, breaks: &Range<usize>, budget: u64) -> (u64, Way) {
    let limited = candidates.iter().filter(|candidate| candidate.between(breaks).limited > 0);
    let mut columns = limited.count() as u64;
    let mut views: Vec<View> =
        candidates.iter().filter_map(|candidate| candidate.view(len, breaks)).collect();
    // The best of them comes last.
    views.sort_by_key(|view| (quarter_bits(ALL) - quarter_bits(view.kept)) * 64 / (view.growth + 2));
    let mut best = (leaves(len * ALL, columns), Way::Leaves);
    let mut allowed = quarter_bits(budget / len.max(1));
    let (mut tests, mut left) = (None, (len * ALL, 0));
    for view in views.into_iter().rev() {
        if view.growth > allowed {
            continue;
        }
        allowed -= view.growth;
        columns -= 1;
        left = (left.0 / ALL * view.kept, left.1 + view.time);
        let first = *tests.get_or_insert(view.axis);
        let price = left.1 + leaves(left.0, columns);
        if price < best.0 {
            best = (price, Way::Test(first));
        }
    }
    best
}

impl Candidate {
    /// The sums over the boxes between two breaks.
    fn between(&self, breaks: &Range<usize>) -> Sums {
        let at = |place: usize| self.before.get(place).copied().unwrap_or_default();
        let (from, to) = (at(breaks.start), at(breaks.end));
        Sums {
            limited: to.limited - from.limited,
            left: to.left - from.left,
            classes: to.classes - from.classes,
        }
    }

    /// What a test does to `len` boxes between two breaks, or nothing if it should not be made.
    fn view(&self, len: u64, breaks: &Range<usize>) -> Option<View> {
        let sums = self.between(breaks);
        let open = len - sums.limited;
        if sums.limited == 0 || (self.wide && open > sums.limited) {
            return None;
        }
        let classes = sums.limited.min(self.sets) + 1;
        let size = open.saturating_mul(classes).saturating_add(sums.classes + classes);
        let search = if self.wide || classes > 64 { 24 * u64::from(classes.ilog2()) } else { 24 };
        let kept = (open * ALL + sums.left) / len.max(1);
        if kept > USELESS {
            return None;
        }
        Some(View { axis: self.axis, time: 48 + search, kept, growth: quarter_bits(size / len.max(1)) })
    }
}

/// The predicted time of leaves for so many boxes, given times [`ALL`]. Less than one leaf is a leaf that may not even
/// be there.
fn leaves(boxes: u64, columns: u64) -> u64 {
    let one = 96 + 32 * columns;
    match boxes / ALL {
        0 => ((boxes >> 16) * one) >> 16,
        1..=WIDTH_BOXES => one,
        many => many * one / WIDTH_BOXES,
    }
}

/// The logarithm to base 2, in quarters; 0 of 0.
fn quarter_bits(number: u64) -> u64 {
    u64::from(u128::from(number.min(u64::from(u32::MAX))).max(1).pow(4).ilog2())
}
