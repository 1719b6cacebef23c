//! Where generators get their choices from: a tape that a property test shrinks, or a seed.

/// A source of choices. Choice 0 is always the simplest.
#[derive(Debug)]
pub struct Draw {
    tape: std::vec::IntoIter<u32>,
    /// The state of `SplitMix64` (Steele, Lea and Flood 2014), which goes on where the tape ends; without one, all
    /// further choices are 0.
    state: Option<u64>,
}

impl Draw {
    /// Choices from a tape, then 0.
    pub fn taped(tape: Vec<u32>) -> Self {
        Self { tape: tape.into_iter(), state: None }
    }

    /// The choices of a seed, for ever.
    pub fn seeded(seed: u64) -> Self {
        Self { tape: vec![].into_iter(), state: Some(seed) }
    }

    fn next(&mut self) -> u64 {
        if let Some(choice) = self.tape.next() {
            return u64::from(choice);
        }
        let Some(state) = &mut self.state else { return 0 };
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) >> 32
    }

    /// A number less than `end`, which is not 0.
    pub fn below(&mut self, end: u64) -> u64 {
        let wide = if end > 1 << 32 { self.next() << 32 } else { 0 };
        (wide | self.next()) % end.max(1)
    }

    /// A place in a list of `len` items, which is not empty.
    pub fn place(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low.saturating_add_unsigned(self.below(low.abs_diff(high).saturating_add(1)))
    }

    /// True once in `of` times.
    pub fn once_in(&mut self, of: u64) -> bool {
        self.below(of) == of - 1
    }

    /// One of the items.
    #[expect(clippy::indexing_slicing, reason = "the place is one of the list")]
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.place(items.len())]
    }
}
