//! Strings of digits. A test compares leading digits, so what it takes is closed: with a string also all that begin
//! with it. Any set is a closed one less another, and what is lost with that is added again, as often as there are
//! lengths.

use crate::hir::Digits;
use crate::space::KeySet;
use crate::space::describe::words::{Item, Words, among, not_among};
use crate::space::line::digits_before;

/// For each length that a fact has, the numbers that the digits spell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Strings {
    min: u8,
    of_length: Vec<KeySet>,
}

/// The ways to say that a fact of `min` to `max` digits has one of these keys.
pub(super) fn ways(name: &str, (min, max): (u8, u8), inside: &KeySet) -> Vec<Words> {
    let strings = Strings::of((min, max), inside);
    let others = Strings::of((min, max), &strings.all_keys().minus(inside));
    let mut ways = vec![strings.words(name)];
    if others == others.closed() {
        ways.push(others.outside(name));
    }
    ways
}

impl Strings {
    fn of((min, max): (u8, u8), keys: &KeySet) -> Self {
        let of_length = (min..=max).map(|len| {
            let first = digits_before(len);
            let own = keys.intersection(&KeySet::range(first, digits_before(len + 1) - 1));
            KeySet::from_ranges(own.ranges().iter().map(|&(low, high)| (low - first, high - first)))
        });
        Self { min, of_length: of_length.collect() }
    }

    /// The keys of all strings of these lengths.
    fn all_keys(&self) -> KeySet {
        let ends = (self.lengths().next(), self.lengths().last());
        match ends {
            (Some(min), Some(max)) => KeySet::range(digits_before(min), digits_before(max + 1) - 1),
            _ => KeySet::EMPTY,
        }
    }

    fn lengths(&self) -> impl Iterator<Item = u8> {
        (self.min..).take(self.of_length.len())
    }

    fn is_empty(&self) -> bool {
        self.of_length.iter().all(KeySet::is_empty)
    }

    /// All strings of these lengths, if they are all there.
    fn is_everything(&self) -> bool {
        self.lengths().zip(&self.of_length).all(|(len, keys)| keys.ranges() == [(0, last(len))])
    }

    /// These, and all that begin with one of them.
    fn closed(&self) -> Self {
        let mut shorter = KeySet::EMPTY;
        let of_length = self.of_length.iter().map(|own| {
            shorter = own.union(&longer(&shorter));
            shorter.clone()
        });
        Self { min: self.min, of_length: of_length.collect() }
    }

    fn with(&self, other: &Self, join: fn(&KeySet, &KeySet) -> KeySet) -> Self {
        let of_length = self.of_length.iter().zip(&other.of_length).map(|(one, other)| join(one, other));
        Self { min: self.min, of_length: of_length.collect() }
    }

    /// That a fact is one of these.
    fn words(&self, name: &str) -> Words {
        if self.is_empty() {
            return Words::Never;
        }
        let closed = self.closed();
        let said = if closed.is_everything() { Words::Always } else { closed.inside(name) };
        let too_many = closed.with(self, KeySet::minus);
        if too_many.is_empty() {
            return said;
        }
        let taken = too_many.closed();
        let lost = self.with(&taken, KeySet::intersection);
        Words::any(vec![Words::all(vec![said, taken.outside(name)]), lost.words(name)])
    }

    /// That a fact is one of these, which are closed.
    fn inside(&self, name: &str) -> Words {
        match self.patterns().as_slice() {
            [(one, true)] => Words::positive(format!("{name} starts with {}", one.low)),
            patterns => among(name, &items(patterns)),
        }
    }

    /// That a fact is none of these, which are closed.
    fn outside(&self, name: &str) -> Words {
        match self.patterns().as_slice() {
            [(one, true)] => Words::negative(format!("not {name} starts with {}", one.low)),
            patterns => not_among(name, &items(patterns)),
        }
    }

    /// The leading digits that make them up, which are closed, each with whether it is a single pattern that may be
    /// followed by more digits.
    fn patterns(&self) -> Vec<(Item, bool)> {
        let mut shorter = &KeySet::EMPTY;
        let mut patterns = vec![];
        let longest = self.lengths().last();
        for (len, own) in self.lengths().zip(&self.of_length) {
            for &(low, high) in own.minus(&longer(shorter)).ranges() {
                let (low, high, digits) =
                    if len == self.min { shortened(low, high, len) } else { (low, high, len) };
                let spell =
                    |number| Digits::new(digits, number).map(|digits| digits.to_string()).unwrap_or_default();
                patterns.push((Item::range(spell(low), spell(high)), low == high && Some(digits) != longest));
            }
            shorter = own;
        }
        patterns
    }
}

fn items(patterns: &[(Item, bool)]) -> Vec<Item> {
    patterns.iter().map(|(item, _)| item.clone()).collect()
}

/// The strings of one digit more that begin with one of these.
fn longer(keys: &KeySet) -> KeySet {
    KeySet::from_ranges(keys.ranges().iter().map(|&(low, high)| (low * 10, high * 10 + 9)))
}

/// The greatest number of `len` digits.
fn last(len: u8) -> u64 {
    10_u64.pow(u32::from(len)) - 1
}

/// A range of numbers of `len` digits by fewer leading digits, as few as possible.
fn shortened(mut low: u64, mut high: u64, mut len: u8) -> (u64, u64, u8) {
    while len > 1 && low.is_multiple_of(10) && high % 10 == 9 {
        (low, high, len) = (low / 10, high / 10, len - 1);
    }
    (low, high, len)
}
