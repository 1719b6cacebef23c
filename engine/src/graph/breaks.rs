//! Where a list of boxes changes its character: places where the boxes before are limited on other axes than those
//! behind. Only there it is worth asking whether the list should be cut.

use waypost_dsl::space::AxisId;

use crate::graph::boxes::BoxId;
use crate::graph::scope::Scope;

/// How many boxes on either side are compared: blocks of rules come in all sizes, and the small ones inside of a large
/// one must not hide where that ends.
const WINDOWS: [usize; 5] = [1024, 256, 64, 16, 4];
/// The most breaks that one window gives.
const BREAKS: usize = 8;
/// The places to cut at, among them the beginning and the end, in order.
pub(super) fn breaks(scope: &Scope<'_>, live: &[BoxId], axes: &[AxisId]) -> Vec<usize> {
    let before: Vec<Vec<u32>> = axes.iter().map(|&axis| running_count(scope, live, axis)).collect();
    let mut places = vec![0, live.len() / 4, live.len() / 2, live.len() / 4 * 3, live.len()];
    for window in WINDOWS {
        let mut changes: Vec<(u64, usize)> = (1..live.len())
            .map(|place| (change(&before, place, window.min(place).min(live.len() - place)), place))
            .filter(|&(change, place)| change > 0 && place.min(live.len() - place) * 2 >= window)
            .collect();
        changes.sort_by_key(|&(change, place)| (std::cmp::Reverse(change), place));
        let mut chosen: Vec<usize> = vec![];
        for (_, place) in changes {
            if chosen.len() < BREAKS && chosen.iter().all(|other| other.abs_diff(place) * 2 > window) {
                chosen.push(place);
            }
        }
        places.extend(chosen);
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// How many of the boxes before each place are limited on `axis`.
fn running_count(scope: &Scope<'_>, live: &[BoxId], axis: AxisId) -> Vec<u32> {
    let mut count = 0;
    let counts = live.iter().map(|&id| {
        count += u32::from(scope.boxes.side(id, axis).is_some());
        count
    });
    std::iter::once(0).chain(counts).collect()
}

/// How much more often the axes are limited on one side of `place` than on the other, in 256ths of an axis. Axes that
/// change but a little do not count: many of them would look like one that changes all the way.
fn change(before: &[Vec<u32>], place: usize, window: usize) -> u64 {
    let at = |counts: &[u32], place: usize| u64::from(counts.get(place).copied().unwrap_or(0));
    let differences = before.iter().map(|counts| {
        let left = at(counts, place) - at(counts, place - window);
        let right = at(counts, place + window) - at(counts, place);
        left.abs_diff(right) * 256 / window.max(1) as u64
    });
    differences.filter(|&difference| difference >= 192).sum()
}
