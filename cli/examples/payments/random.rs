//! Numbers that look random and are the same on every machine: `SplitMix64`, in integers only.
//!
//! Guy L. Steele, Doug Lea, Christine H. Flood: *Fast Splittable Pseudorandom Number Generators*, 2014.

/// The state of the generator; drawing moves it on.
#[derive(Debug)]
pub(crate) struct Random {
    state: u64,
}

impl Random {
    pub(crate) const fn from_seed(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Numbers of their own, for what is to leave all others as they are.
    pub(crate) const fn aside(&self) -> Self {
        Self { state: !self.state }
    }

    fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, or 0 if there is none. The bias of the remainder is far too small to show here.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.bits().checked_rem(limit).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }

    /// True in so many cases of a thousand.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of the values, each with its share of a thousand; what the shares leave falls to `rest`.
    pub(crate) fn share<T: Copy>(&mut self, shares: &[(u64, T)], rest: T) -> T {
        let mut left = self.below(1000);
        for (share, value) in shares {
            if left < *share {
                return *value;
            }
            left -= share;
        }
        rest
    }

    /// One of the words, each as likely as the others; empty if there are none.
    pub(crate) fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        let count = u64::try_from(words.len()).unwrap_or(u64::MAX);
        let index = usize::try_from(self.below(count)).unwrap_or(0);
        words.get(index).copied().unwrap_or_default()
    }

    /// The prefix, filled up with digits to the length.
    pub(crate) fn digits(&mut self, prefix: &str, length: usize) -> String {
        let mut digits = prefix.to_owned();
        while digits.len() < length {
            digits.push_str(&self.below(10).to_string());
        }
        digits
    }
}
