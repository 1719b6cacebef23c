//! On which side of a split a payment falls: by XXH3 (64 bits, seed 0) of the value of a fact.
//!
//! The hash is a fraction of 2⁶⁴. A payment falls on the first side up to whose end, in whole percent of all hashes, that
//! fraction lies: `hash × 100 < end × 2⁶⁴`, which is exact. What is hashed is the value as JSON spells it, without
//! quotes; of a `one of`, the value's own name.

#[cfg(test)]
mod tests;

use std::fmt::{self, Write};

use waypost_dsl::hir::{FactId, Facts, Split, Type, Value};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::payment::{Payment, Values};

/// The number of the side; a payment without the fact falls on the first one.
pub(crate) fn side(facts: &Facts, split: &Split, values: Values<'_>) -> usize {
    values.value(facts, split.by).map_or(0, |value| side_with(facts, split, value))
}

/// The number of the side of payments whose fact has this value.
pub(crate) fn side_with(facts: &Facts, split: &Split, value: Value<'_>) -> usize {
    let hash = hash(facts, split.by, value, 0);
    hash.map_or(0, |hash| side_of(hash, split.sides.iter().map(|(_, share)| *share)))
}

/// Whether a payment falls into the first `percent` of all payments, by the value of a fact, and of a seed: with another one
/// others do. Whoever falls into some percent falls into more percent too; who does not tell the fact falls into none.
pub fn is_among(facts: &Facts, by: FactId, percent: u8, seed: u64, payment: &Payment) -> bool {
    let value = payment.value(facts, by);
    let hash = value.and_then(|value| hash(facts, by, value, seed));
    hash.is_some_and(|hash| side_of(hash, [percent, 100_u8.saturating_sub(percent)].into_iter()) == 0)
}

/// Whether payments can be told apart by the values of such a fact, so that each is always the same.
pub fn can_split(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Country | Type::OneOf(_) | Type::Digits { .. } | Type::Integer { .. })
}

/// The hash of a value of a fact; nothing if payments are not split by such facts.
fn hash(facts: &Facts, fact: FactId, value: Value<'_>, seed: u64) -> Option<u64> {
    let of = |text: &str| Some(xxh3_64_with_seed(text.as_bytes(), seed));
    match (value, &facts[fact].ty) {
        (Value::Text(text), _) => of(text),
        (Value::Country(country), _) => of(country.code()),
        (Value::OneOf(place), Type::OneOf(names)) => {
            of(names.get(usize::from(place)).map_or("", |name| name))
        }
        (Value::Digits(digits), _) => of(Spelled::of(&digits).as_str()),
        (Value::Whole(number), _) => of(Spelled::of(&number).as_str()),
        _ => None,
    }
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
    usize::try_from((u128::from(xxh3_64(text.as_bytes())) * 100) >> 64).unwrap_or_default()
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
