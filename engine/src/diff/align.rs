//! The rules that two versions of a stage have in common, in the same order: by what they take and decide, not by name.

use std::hash::Hash;

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Which rules of each version the other one has too.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) old: Vec<bool>,
    pub(super) new: Vec<bool>,
}

/// Aligns the rules of two versions, each given by what counts of it.
pub(super) fn align<T: Hash + Eq>(old: &[T], new: &[T]) -> Kept {
    let mut numbers: FxHashMap<&T, usize> = FxHashMap::default();
    let mut number = |rule| {
        let next = numbers.len();
        *numbers.entry(rule).or_insert(next)
    };
    let before: Vec<usize> = old.iter().map(&mut number).collect();
    let after: Vec<usize> = new.iter().map(&mut number).collect();
    let mut kept = Kept { old: vec![false; old.len()], new: vec![false; new.len()] };
    for same in capture_diff_slices(Algorithm::Myers, &before, &after) {
        if let DiffOp::Equal { old_index, new_index, len } = same {
            let keep = |rules: &mut Vec<bool>, first: usize| {
                rules.iter_mut().skip(first).take(len).for_each(|rule| *rule = true);
            };
            keep(&mut kept.old, old_index);
            keep(&mut kept.new, new_index);
        }
    }
    kept
}
