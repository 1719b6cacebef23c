//! In which order the payments of a batch are visited: those that begin alike one after the other, so that what one has
//! read is still at hand for the next.

/// The payments of a part of a batch, in the order in which they are visited.
#[derive(Debug)]
pub(super) struct Visit {
    /// Where the payments of each group stand in the order.
    ends: Vec<usize>,
    groups: Vec<usize>,
    order: Vec<usize>,
}

/// How many bits of a key tell its group.
const BITS: u32 = 10;

impl Visit {
    /// An order of none.
    pub(super) fn new() -> Self {
        Self { ends: vec![0; 1 << BITS], groups: vec![], order: vec![] }
    }

    /// The places of payments with these keys, those of equal keys together.
    pub(super) fn order(&mut self, keys: impl Iterator<Item = u64>) -> &[usize] {
        let Self { ends, groups, order } = self;
        ends.fill(0);
        groups.clear();
        groups.extend(keys.map(group));
        for &group in &*groups {
            ends.get_mut(group).into_iter().for_each(|end| *end += 1);
        }
        let mut end = 0;
        for group in &mut *ends {
            end += *group;
            *group = end;
        }
        order.resize(groups.len(), 0);
        for (place, &group) in groups.iter().enumerate().rev() {
            let Some(end) = ends.get_mut(group) else { continue };
            *end -= 1;
            order.get_mut(*end).into_iter().for_each(|slot| *slot = place);
        }
        order
    }
}

/// A number that equal keys have in common.
fn group(key: u64) -> usize {
    usize::try_from(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS)).unwrap_or(0)
}
