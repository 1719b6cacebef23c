//! The line of a type: which key each value has, and which keys have a value.
//!
//! | type | key |
//! |---|---|
//! | flag | 0 or 1 |
//! | one of, country | the place in the list |
//! | integer, percent, duration | the distance from the least value |
//! | digits | all shorter strings first, then by number: every string of up to 19 digits has its own key |
//! | money | the place of the currency in the list, shifted by 53 bits, and the minor units |
//! | text | 0 for every text that no test names, else the number that the space gave to the text |

use crate::hir::{Digits, Money, Type, Value};
use crate::iso::{Country, Currency};
use crate::space::KeySet;

/// How many bits the minor units of an amount take.
const MINOR_BITS: u32 = 53;
/// The last key that a text can have.
const LAST_TEXT: u64 = u32::MAX as u64;

impl KeySet {
    /// The keys of all amounts in the currency at that place of the fact's list.
    pub fn of_currency(place: u16) -> Self {
        let (first, last) = currency_keys(u64::from(place));
        Self::range(first, last)
    }
}

impl Type {
    /// The keys that values of this type have; of a currency, those of its amount.
    pub fn keys(&self) -> KeySet {
        match self {
            Self::Flag => KeySet::range(0, 1),
            Self::OneOf(names) => KeySet::range(0, (names.len() as u64).saturating_sub(1)),
            Self::Country => KeySet::range(0, u64::from(Country::count()) - 1),
            Self::Integer { min, max } => KeySet::range(0, min.abs_diff(*max)),
            Self::Percent | Self::Duration => KeySet::range(0, Self::WHOLE_MAX.unsigned_abs()),
            Self::Digits { min, max } => KeySet::range(digits_before(*min), digits_before(max + 1) - 1),
            Self::Money(list) | Self::Currency(list) => {
                KeySet::range(0, ((list.len() as u64) << MINOR_BITS).saturating_sub(1))
            }
            Self::Text => KeySet::range(0, LAST_TEXT),
        }
    }

    /// The key of a value of this type; nothing for a text, whose key the space knows, and for a value of another
    /// type.
    pub fn key(&self, value: Value<'_>) -> Option<u64> {
        match (self, value) {
            (Self::Flag, Value::Flag(flag)) => Some(u64::from(flag)),
            (Self::OneOf(_), Value::OneOf(place)) => Some(u64::from(place)),
            (Self::Country, Value::Country(country)) => Some(u64::from(country.index())),
            (Self::Integer { min, .. }, Value::Whole(number)) => {
                (number >= *min).then(|| number.abs_diff(*min))
            }
            (Self::Percent | Self::Duration, Value::Whole(number)) => u64::try_from(number).ok(),
            (Self::Digits { .. }, Value::Digits(digits)) => Some(digits_key(digits)),
            (Self::Money(list), Value::Money(money)) if money.minor <= Self::WHOLE_MAX.unsigned_abs() => {
                let place = list.iter().position(|&currency| currency == money.currency)?;
                Some(money_key(place as u64, money.minor))
            }
            _ => None,
        }
    }

    /// The value that has this key; nothing for a text and for a key that no value has.
    pub fn value(&self, key: u64) -> Option<Value<'static>> {
        match self {
            Self::Flag => Some(Value::Flag(key == 1)),
            Self::OneOf(_) => u16::try_from(key).ok().map(Value::OneOf),
            Self::Country => u16::try_from(key).ok().and_then(Country::from_index).map(Value::Country),
            Self::Integer { min, .. } => min.checked_add_unsigned(key).map(Value::Whole),
            Self::Percent | Self::Duration => i64::try_from(key).ok().map(Value::Whole),
            Self::Digits { .. } => digits(key).map(Value::Digits),
            Self::Money(list) => {
                let (currency, minor) = amount(list, key)?;
                Some(Value::Money(Money { minor, currency }))
            }
            Self::Currency(_) => u16::try_from(key >> MINOR_BITS).ok().map(Value::OneOf),
            Self::Text => None,
        }
    }
}

fn amount(list: &[Currency], key: u64) -> Option<(Currency, u64)> {
    let place = usize::try_from(key >> MINOR_BITS).ok()?;
    Some((*list.get(place)?, key & ((1 << MINOR_BITS) - 1)))
}

/// The key of an amount of that many minor units in the currency at that place of the list.
pub(super) fn money_key(currency: u64, minor: u64) -> u64 {
    (currency << MINOR_BITS) | minor
}

/// The first and last key of all amounts in the currency at that place of the list.
pub(super) fn currency_keys(currency: u64) -> (u64, u64) {
    (money_key(currency, 0), money_key(currency, (1 << MINOR_BITS) - 1))
}

/// How many strings have fewer than `len` digits.
fn digits_before(len: u8) -> u64 {
    (1..u32::from(len)).map(|shorter| 10_u64.pow(shorter)).sum()
}

/// The key of a string of digits.
pub(super) fn digits_key(digits: Digits) -> u64 {
    digits_before(digits.len()) + digits.number()
}

fn digits(key: u64) -> Option<Digits> {
    let len = (1..=Digits::MAX_LEN).rev().find(|&len| digits_before(len) <= key)?;
    Digits::new(len, key - digits_before(len))
}
