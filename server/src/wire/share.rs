//! Parts of a whole, exactly: as a number up to 1 for programs, as a percentage for people.

use std::fmt;
use std::iter::Sum;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, ToPrimitive as _, Zero as _};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use waypost_dsl::literal;

/// A part of a whole, from nothing to all of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(BigRational);

/// How many digits programs get, and how many people.
const DIGITS: (u32, u32) = (6, 3);
/// Smaller numbers are written with an exponent.
const LEAST_EXPONENT: i64 = -7;

impl Share {
    /// The share of which this is the exact number.
    pub fn new(share: BigRational) -> Self {
        Self(share)
    }

    /// So many of so many; nothing of none.
    pub fn of(part: u64, whole: u64) -> Self {
        Self(BigRational::new(BigInt::from(part), BigInt::from(whole.max(1))))
    }

    /// `2%`, `0.5%` or `2`: a percentage from 0 to 100.
    pub fn from_percent(text: &str) -> Option<Self> {
        let number = literal::rational(text.strip_suffix('%').unwrap_or(text)).ok()?;
        let share = number / BigInt::from(100);
        (share <= BigRational::one()).then_some(Self(share))
    }
}

impl Sum for Share {
    fn sum<I: Iterator<Item = Self>>(shares: I) -> Self {
        Self(shares.map(|share| share.0).sum())
    }
}

/// As a percentage with up to three digits: `1.23%`.
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Digits::of(&(&self.0 * BigInt::from(100)), DIGITS.1) {
            None => f.write_str("0%"),
            Some(digits) if digits.exponent < -4 => f.write_str("<0.0001%"),
            Some(digits) => write!(f, "{}%", digits.plain()),
        }
    }
}

/// As a number with up to six digits.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = match Digits::of(&self.0, DIGITS.0) {
            None => "0".to_owned(),
            Some(digits) if digits.exponent < LEAST_EXPONENT => digits.scientific(),
            Some(digits) => digits.plain(),
        };
        RawValue::from_string(number).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// The leading digits of a number, without zeros at either end.
#[derive(Debug)]
struct Digits {
    digits: String,
    /// The power of ten that the first digit counts.
    exponent: i64,
}

impl Digits {
    /// The first `count` digits of a number, rounded, but never up to the next power of ten, so that a part does not look
    /// like all. Nothing for 0.
    fn of(number: &BigRational, count: u32) -> Option<Self> {
        if number.is_zero() {
            return None;
        }
        let exponent = magnitude(number);
        let shifted = number * power(i64::from(count) - 1 - exponent);
        let most = BigInt::from(10).pow(count) - BigInt::one();
        let digits = shifted.round().to_integer().min(most).to_string();
        Some(Self { digits: digits.trim_end_matches('0').to_owned(), exponent })
    }

    fn plain(&self) -> String {
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
        let all = format!("{}{}", zeros(-self.exponent), self.digits);
        let whole = usize::try_from(self.exponent.max(0)).unwrap_or(0) + 1;
        match all.split_at_checked(whole) {
            Some((whole, "")) => whole.to_owned(),
            Some((whole, part)) => format!("{whole}.{part}"),
            None => format!("{all:0<whole$}"),
        }
    }

    fn scientific(&self) -> String {
        match self.digits.split_at_checked(1) {
            Some((first, rest)) if !rest.is_empty() => format!("{first}.{rest}e{}", self.exponent),
            _ => format!("{}e{}", self.digits, self.exponent),
        }
    }
}

/// The power of ten that is the greatest one up to a number.
fn magnitude(number: &BigRational) -> i64 {
    let digits = |number: &BigInt| number.abs().to_string().len().to_i64().unwrap_or(0);
    let guess = digits(number.numer()) - digits(number.denom());
    if *number < power(guess) { guess - 1 } else { guess }
}

fn power(exponent: i64) -> BigRational {
    let power = BigInt::from(10).pow(u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX));
    if exponent < 0 { BigRational::new(BigInt::one(), power) } else { BigRational::from(power) }
}
