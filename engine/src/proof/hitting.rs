//! The fewest elements of which one is in each of some sets: a minimum hitting set (Karp 1972), by depth first over how many
//! there may be.

/// How many choices are tried before it is given up.
const CHOICES: u32 = 100_000;

/// The fewest elements of which one is in each set, in order; of several such choices one whose elements stand first in
/// their sets. Nothing if finding them takes too long.
pub(crate) fn hitting<T: Copy + Ord>(sets: &[Vec<T>]) -> Option<Vec<T>> {
    let mut choices = CHOICES;
    for most in 0..=sets.len() {
        let mut chosen = vec![];
        if hit(sets, most, &mut chosen, &mut choices)? {
            chosen.sort_unstable();
            return Some(chosen);
        }
    }
    None
}

/// Whether `most` more elements hit all sets, with those that are chosen; nothing if there are no choices left.
fn hit<T: Copy + Ord>(sets: &[Vec<T>], most: usize, chosen: &mut Vec<T>, choices: &mut u32) -> Option<bool> {
    let Some(open) = sets.iter().find(|set| !set.iter().any(|element| chosen.contains(element))) else {
        return Some(true);
    };
    if most == 0 {
        return Some(false);
    }
    for element in open {
        *choices = choices.checked_sub(1)?;
        chosen.push(*element);
        if hit(sets, most - 1, chosen, choices)? {
            return Some(true);
        }
        chosen.pop();
    }
    Some(false)
}
