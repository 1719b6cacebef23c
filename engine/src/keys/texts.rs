//! Numbers of texts: those that tests name, or those of a long list. An open table, searched from the place that the hash
//! of a text names on to the next empty one (Knuth, *Sorting and Searching*, 6.4, algorithm L).

#[cfg(test)]
mod tests;

use waypost_dsl::hir::FactId;
use waypost_dsl::space::ABSENT;

use crate::payment::{Payment, TextHash};

/// Texts by number, from 1 on.
#[derive(Debug)]
pub(super) struct Texts {
    // INVARIANT: a power of two of them, at least half empty, so that every search ends.
    entries: Box<[Entry]>,
    /// By how many bits a spread hash is shifted to name a place among the entries.
    shift: u32,
    all: Box<[Box<str>]>,
}

/// A text, or nothing.
///
/// ```text
///  63                     29 28                   0
/// ┌─────────────────────────┬──────────────────────┐
/// │ hash                    │ number, 0 of nothing │
/// └─────────────────────────┴──────────────────────┘
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Entry(u64);

impl Texts {
    /// These texts, all different, in the order of their numbers.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let all: Box<[Box<str>]> = texts.map(Box::from).collect();
        let len = (2 * all.len()).max(2).next_power_of_two();
        let entries = vec![Entry::default(); len].into();
        let mut texts = Self { entries, shift: u64::BITS - len.ilog2(), all: [].into() };
        for (number, text) in (1..).zip(&all) {
            texts.insert(TextHash::of(text), number);
        }
        Self { all, ..texts }
    }

    fn insert(&mut self, hash: TextHash, number: u64) {
        let mut place = self.start(hash);
        while self.entries.get(place).is_some_and(|entry| *entry != Entry::default()) {
            place = self.next(place);
        }
        self.entries.get_mut(place).into_iter().for_each(|entry| *entry = Entry::new(hash, number));
    }

    /// The number of the text of a fact, 0 of a text that is none of these, or `ABSENT`. The hash of the text is known:
    /// the text itself is looked at only if one of these has the same.
    pub(super) fn key(&self, payment: &Payment, fact: FactId) -> u64 {
        match payment.text_hash(fact) {
            Some(hash) => self.number(hash, |text| payment.text(fact) == Some(text)),
            None => ABSENT,
        }
    }

    /// The number of the text that `is_same` holds for, which has that hash; 0 if there is none.
    #[inline]
    fn number(&self, hash: TextHash, is_same: impl Fn(&str) -> bool) -> u64 {
        let mut place = self.start(hash);
        loop {
            let entry = self.entries.get(place).copied().unwrap_or_default();
            if entry == Entry::default() {
                return 0;
            }
            if entry.has(hash) && self.text(entry).is_some_and(&is_same) {
                return entry.number();
            }
            place = self.next(place);
        }
    }

    /// Where the search for a text of that hash begins.
    #[inline]
    fn start(&self, hash: TextHash) -> usize {
        usize::try_from(hash.spread() >> self.shift).unwrap_or(0)
    }

    #[inline]
    fn next(&self, place: usize) -> usize {
        place.wrapping_add(1) & self.entries.len().wrapping_sub(1)
    }

    fn text(&self, entry: Entry) -> Option<&str> {
        let place = usize::try_from(entry.number()).ok()?.checked_sub(1)?;
        self.all.get(place).map(|text| &**text)
    }
}

impl Entry {
    fn new(hash: TextHash, number: u64) -> Self {
        Self((hash.bits() << (u64::BITS - TextHash::BITS)) | number)
    }

    #[inline]
    fn has(self, hash: TextHash) -> bool {
        self.0 >> (u64::BITS - TextHash::BITS) == hash.bits()
    }

    #[inline]
    fn number(self) -> u64 {
        self.0 & (u64::MAX >> TextHash::BITS)
    }
}
