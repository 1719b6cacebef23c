//! From classes to what the walk reads: a list of cuts, or on small lines a table with an entry a key.

use waypost_dsl::space::ABSENT;

use crate::graph::Classing;
use crate::graph::boxes::Line;
use crate::graph::classes::Classes;
use crate::graph::pool::Interner;

/// Lines of up to so many keys are always tables.
const SMALL: u64 = 8;

/// How the keys of `line` find their value among `values`, which holds one a class, and the values in that order.
/// Lines of up to `dense` keys a class become tables.
pub(super) fn lay_out<T: Copy + PartialEq>(
    numbers: &mut Interner<u64>,
    line: &Line,
    classes: &Classes,
    values: &[T],
    dense: u64,
) -> (Classing, Vec<T>) {
    let (cuts, kept) = merged(classes, values);
    let last = u32::try_from(cuts.len()).unwrap_or(u32::MAX);
    if line.end > SMALL && line.end > dense.saturating_mul(u64::from(last) + 1) {
        return (Classing { lookup: line.lookup, cuts: numbers.add(&indexed(cuts)), last }, kept);
    }
    let keys = (0..line.end).chain([ABSENT]);
    let table: Vec<T> = keys.filter_map(|key| values.get(classes.class(key)).copied()).collect();
    let last = u32::try_from(line.end).unwrap_or(u32::MAX);
    (Classing { lookup: line.lookup, cuts: Classing::DIRECT, last }, table)
}

/// The cuts, behind an index if there are many.
fn indexed(cuts: Vec<u64>) -> Vec<u64> {
    if cuts.len() <= Classing::PLAIN {
        return cuts;
    }
    let mut list: Vec<u64> = cuts.iter().step_by(Classing::BLOCK).copied().collect();
    list.extend(cuts);
    list
}

/// The cuts and values without those that part equal values.
fn merged<T: Copy + PartialEq>(classes: &Classes, values: &[T]) -> (Vec<u64>, Vec<T>) {
    let (mut cuts, mut kept) = (vec![], vec![]);
    kept.extend(values.first().copied());
    for (&cut, &value) in classes.cuts.iter().zip(values.iter().skip(1)) {
        if kept.last() != Some(&value) {
            cuts.push(cut);
            kept.push(value);
        }
    }
    (cuts, kept)
}
