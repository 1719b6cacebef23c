//! Whether a key is in a set of very many stretches: the line is cut into as many pieces of one length as there are
//! stretches, so that a look-up goes to a piece at once and searches only the few stretches in it.

#[cfg(test)]
mod tests;

use waypost_dsl::space::KeySet;

/// A large set of keys, ready to be asked.
#[derive(Debug)]
pub(crate) struct Members {
    ranges: Box<[(u64, u64)]>,
    /// The key at which the first piece begins.
    first: u64,
    /// The pieces are `2^shift` keys long.
    shift: u32,
    /// For each piece, and one behind the last, the place of the first range that does not end before it.
    pieces: Box<[u32]>,
}

impl Members {
    /// The keys of this set.
    pub(crate) fn of(keys: &KeySet) -> Self {
        let ranges: Box<[(u64, u64)]> = keys.ranges().into();
        let first = ranges.first().map_or(0, |range| range.0);
        let span = ranges.last().map_or(0, |range| range.1) - first;
        let wanted = ranges.len().next_power_of_two() as u64;
        let shift = (0..u64::BITS - 1).find(|shift| span >> shift < wanted).unwrap_or(u64::BITS - 1);
        let begins = (0..=(span >> shift) + 1).map(|piece| {
            let begin = first.saturating_add(piece.saturating_mul(1 << shift));
            u32::try_from(ranges.partition_point(|&(_, last)| last < begin)).unwrap_or(u32::MAX)
        });
        let pieces = begins.collect();
        Self { ranges, first, shift, pieces }
    }

    /// Whether the key is in the set.
    pub(crate) fn contains(&self, key: u64) -> bool {
        let piece = key.checked_sub(self.first).and_then(|far| usize::try_from(far >> self.shift).ok());
        // Far behind the last piece lies the key of an absent fact.
        let ends = piece.and_then(|piece| self.pieces.get(piece..)?.first_chunk());
        let Some(&[from, to]) = ends else { return false };
        let last = (to as usize + 1).min(self.ranges.len());
        let few = self.ranges.get(from as usize..last).unwrap_or_default();
        let place = few.partition_point(|&(_, last)| last < key);
        few.get(place).is_some_and(|&(first, _)| first <= key)
    }
}
