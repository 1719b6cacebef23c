//! On which side of a split a payment falls: by XXH3 (64 bits, seed 0) of the value of a fact.
//!
//! The hash is a fraction of 2⁶⁴. A payment falls on the first side up to whose end, in whole percent of all hashes, that
//! fraction lies: `hash × 100 < end × 2⁶⁴`, which is exact. What is hashed is the value as JSON spells it, without
//! quotes; of a `one of`, the value's own name.

#[cfg(test)]
mod tests;

use std::fmt::{self, Write};

use waypost_dsl::hir::{Facts, Split, Type, Value};
use xxhash_rust::xxh3::xxh3_64;

use crate::payment::Values;

/// The number of the side; a payment without the fact falls on the first one.
pub(crate) fn side(facts: &Facts, split: &Split, values: Values<'_>) -> usize {
    values.value(facts, split.by).map_or(0, |value| side_with(facts, split, value))
}

/// The number of the side of payments whose fact has this value.
pub(crate) fn side_with(facts: &Facts, split: &Split, value: Value<'_>) -> usize {
    let hash = match (value, &facts[split.by].ty) {
        (Value::Text(text), _) => hash(text),
        (Value::Country(country), _) => hash(country.code()),
        (Value::OneOf(place), Type::OneOf(names)) => {
            hash(names.get(usize::from(place)).map_or("", |name| name))
        }
        (Value::Digits(digits), _) => hash(Spelled::of(&digits).as_str()),
        (Value::Whole(number), _) => hash(Spelled::of(&number).as_str()),
        _ => return 0,
    };
    side_of(hash, split.sides.iter().map(|(_, share)| *share))
}

/// The first side up to whose end the hash lies.
fn side_of(hash: u64, mut shares: impl Iterator<Item = u8>) -> usize {
    let mut end = 0;
    let below = |share: u8| {
        end += u128::from(share);
        u128::from(hash) * 100 < end << 64
    };
    shares.position(below).unwrap_or(0)
}

/// In which hundredth of all hashes that of a text lies, from 0 on: texts of one hundredth fall on the same side of every
/// split.
pub fn hundredth(text: &str) -> usize {
    usize::try_from((u128::from(hash(text)) * 100) >> 64).unwrap_or_default()
}

fn hash(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// A number spelled without allocating.
#[derive(Default)]
struct Spelled {
    bytes: [u8; 24],
    len: usize,
}

impl Spelled {
    fn of(value: &impl fmt::Display) -> Self {
        let mut spelled = Self::default();
        // No number is longer than 20 characters, so this cannot fail.
        let written = write!(spelled, "{value}");
        debug_assert!(written.is_ok(), "a number has at most 20 characters");
        spelled
    }

    fn as_str(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl Write for Spelled {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
