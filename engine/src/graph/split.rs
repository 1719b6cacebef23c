//! Divides a list of boxes by one axis: the boxes that are left in each class, equal lists put together.

use rustc_hash::FxHashMap;
use waypost_dsl::space::{AxisId, KeySet};

use crate::graph::boxes::BoxId;
use crate::graph::classes::Classes;
use crate::graph::scope::Scope;

/// A list divided by an axis.
#[derive(Debug)]
pub(super) struct Split {
    /// The classes of the axis.
    pub(super) classes: Classes,
    /// For each class its place in `lists`.
    pub(super) list: Vec<usize>,
    /// The different lists.
    pub(super) lists: Vec<Vec<BoxId>>,
}

/// How many times the limit the limited boxes of all classes may be, before equal classes are put together.
const SLACK: u64 = 8;

/// Divides `live` by `axis`, or gives nothing if the lists would be longer than `limit` together.
pub(super) fn split(scope: &Scope<'_>, axis: AxisId, live: &[BoxId], limit: u64) -> Option<Split> {
    let (mut anywhere, mut limited): (Vec<BoxId>, Vec<(BoxId, &KeySet)>) = (vec![], vec![]);
    for &id in live {
        match scope.boxes.side(id, axis) {
            Some(set) => limited.push((id, scope.boxes.keys(set))),
            None => anywhere.push(id),
        }
    }
    let classes = Classes::of(limited.iter().map(|(_, keys)| *keys));
    let work: usize = limited.iter().map(|(_, keys)| classes.count(keys)).sum();
    if work as u64 > limit.saturating_mul(SLACK) {
        return None;
    }
    let (list, limited) = grouped(&classes, &limited);
    let total: usize = limited.iter().map(|list| list.len() + anywhere.len() + 1).sum();
    if total as u64 > limit {
        return None;
    }
    let lists = limited.iter().map(|list| in_order(list, &anywhere)).collect();
    Some(Split { classes, list, lists })
}

/// For each class its place in the second list, which holds the different lists of boxes in them.
fn grouped(classes: &Classes, limited: &[(BoxId, &KeySet)]) -> (Vec<usize>, Vec<Vec<BoxId>>) {
    let mut inside: Vec<Vec<BoxId>> = vec![vec![]; classes.len()];
    for (id, keys) in limited {
        for range in classes.within(keys) {
            inside.get_mut(range).into_iter().flatten().for_each(|class| class.push(*id));
        }
    }
    let mut known: FxHashMap<Vec<BoxId>, usize> = FxHashMap::default();
    let mut lists = vec![];
    let list = inside
        .into_iter()
        .map(|boxes| {
            *known.entry(boxes).or_insert_with_key(|boxes| {
                lists.push(boxes.clone());
                lists.len() - 1
            })
        })
        .collect();
    (list, lists)
}

/// Two lists put together in the order of the boxes.
fn in_order(a: &[BoxId], b: &[BoxId]) -> Vec<BoxId> {
    let mut all = [a, b].concat();
    // Two ascending runs: the stable sort merges them in one pass.
    all.sort();
    all
}
