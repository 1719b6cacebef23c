//! Fewer and simpler regions for the same payments.

use crate::space::{AxisId, KeySet, Region, Space};

/// The most pairs of regions that are looked at.
const MAX_PAIRS: usize = 200_000;

/// Regions that together hold the same payments: without those inside another one, two that differ on one axis made one,
/// and a side left out where another region has the rest of it. In the order of their sides.
pub(super) fn simplified(space: &Space<'_>, regions: &[Region]) -> Vec<Region> {
    let mut simple: Vec<Region> = regions.iter().filter_map(|region| plain(space, region)).collect();
    simple.sort_unstable();
    simple.dedup();
    let mut pairs = MAX_PAIRS;
    while pairs > 0 && improve(space, &mut simple, &mut pairs) {}
    simple.sort_unstable();
    simple
}

/// The region with only the keys that there are, and without sides that limit nothing.
fn plain(space: &Space<'_>, region: &Region) -> Option<Region> {
    let mut sides = vec![];
    for (axis, keys) in region.sides() {
        let whole = space.whole(*axis);
        let keys = keys.intersection(&whole);
        if keys.is_empty() {
            return None;
        }
        if keys != whole {
            sides.push((*axis, keys));
        }
    }
    Some(Region::of_sides(sides))
}

/// Goes through all pairs once; whether anything has changed.
fn improve(space: &Space<'_>, regions: &mut Vec<Region>, pairs: &mut usize) -> bool {
    let mut changed = false;
    let mut one = 0;
    'regions: while one < regions.len() {
        for other in (0..regions.len()).filter(|other| *other != one) {
            *pairs = pairs.saturating_sub(1);
            let (Some(a), Some(b)) = (regions.get(one), regions.get(other)) else { break };
            match beside(space, a, b) {
                Beside::Apart => {}
                Beside::Inside => {
                    regions.remove(one);
                    changed = true;
                    continue 'regions;
                }
                Beside::Wider(wider) => {
                    regions.get_mut(one).into_iter().for_each(|region| *region = wider.clone());
                    changed = true;
                }
            }
        }
        if *pairs == 0 {
            break;
        }
        one += 1;
    }
    changed
}

/// What a region is beside another one.
enum Beside {
    /// It stays as it is.
    Apart,
    /// It lies inside.
    Inside,
    /// With a part of the other one, it is simpler.
    Wider(Region),
}

fn beside(space: &Space<'_>, region: &Region, other: &Region) -> Beside {
    let mut open = other
        .sides()
        .iter()
        .filter(|(axis, keys)| !region.side(*axis).is_some_and(|own| own.is_subset(keys)));
    let Some((axis, keys)) = open.next() else { return Beside::Inside };
    let (None, Some(own)) = (open.next(), region.side(*axis)) else { return Beside::Apart };
    let union = own.union(keys);
    if union == space.whole(*axis) {
        return Beside::Wider(with_side(region, *axis, None));
    }
    let same = region.sides().len() == other.sides().len()
        && region.sides().iter().all(|(known, keys)| known == axis || other.side(*known) == Some(keys));
    if same { Beside::Wider(with_side(region, *axis, Some(union))) } else { Beside::Apart }
}

/// The region with another side on an axis, or with none.
fn with_side(region: &Region, axis: AxisId, keys: Option<KeySet>) -> Region {
    let others = region.sides().iter().filter(|(known, _)| *known != axis).cloned();
    Region::of_sides(others.chain(keys.map(|keys| (axis, keys))))
}
