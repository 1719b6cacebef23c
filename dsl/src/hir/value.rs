//! The value of one fact of one payment.

use std::fmt;

use crate::hir::Money;
use crate::iso::Country;

/// A value, typed as its fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Of a `flag`.
    Flag(bool),
    /// Of a `one of`: the place of the name in the list; of a currency and a day of the week likewise.
    OneOf(u16),
    /// Of a `country`.
    Country(Country),
    /// Of an `integer` and of an hour; of a `percent`, in basis points; of a `duration`, in milliseconds; of a date, in
    /// days.
    Whole(i64),
    /// Of a `timestamp`: microseconds since 1970, UTC.
    Instant(i64),
    /// Of a `digits`.
    Digits(Digits),
    /// Of a `money`.
    Money(Money),
    /// Of a `text`.
    Text(&'a str),
}

/// A string of one to 19 decimal digits; leading zeros count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits {
    len: u8,
    number: u64,
}

impl Digits {
    /// The most digits that fit.
    pub const MAX_LEN: u8 = 19;

    /// The digits that `text` spells, or nothing if it holds something else or is too long.
    pub fn parse(text: &str) -> Option<Self> {
        let len = u8::try_from(text.len()).ok().filter(|len| (1..=Self::MAX_LEN).contains(len))?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { text.parse().ok()? } else { return None };
        Some(Self { len, number })
    }

    /// The `len` digits that spell `number` with leading zeros, if it needs no more.
    pub fn new(len: u8, number: u64) -> Option<Self> {
        let fits = (1..=Self::MAX_LEN).contains(&len) && number < 10_u64.pow(u32::from(len));
        fits.then_some(Self { len, number })
    }

    /// How many digits there are.
    pub fn len(self) -> u8 {
        self.len
    }

    /// Never: there is at least one digit.
    pub fn is_empty(self) -> bool {
        false
    }

    /// The number that the digits spell.
    pub fn number(self) -> u64 {
        self.number
    }

    /// The first `len` digits as a number, or nothing if there are fewer.
    pub fn leading(self, len: u8) -> Option<u64> {
        let rest = self.len.checked_sub(len)?;
        Some(self.number / 10_u64.pow(u32::from(rest)))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.number, width = usize::from(self.len))
    }
}
