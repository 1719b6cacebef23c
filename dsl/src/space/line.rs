//! The line of a type: which key each value has, and which keys have a value.
//!
//! | type | key |
//! |---|---|
//! | flag | 0 or 1 |
//! | one of, country | the place in the list |
//! | integer, percent, duration | the distance from the least value |
//! | digits | all shorter strings first, then by number: every string of up to 19 digits has its own key |
//! | money | the place of the currency in the list, shifted by 53 bits, and the minor units |
//! | timestamp | the hour of the week, shifted by 20 bits, and the week: each hour of each weekday is one stretch |
//! | text | 0 for every text that no test names, else the number that the space gave to the text |

use jiff::tz::TimeZone;

use crate::hir::{Digits, Money, Type, Value, day};
use crate::iso::{Country, Currency};
use crate::space::KeySet;

/// How many bits the minor units of an amount take.
const MINOR_BITS: u32 = 53;
/// How many bits the number of a week takes.
const WEEK_BITS: u32 = 20;
/// How many hours a week has.
const HOURS: u64 = 7 * 24;
/// The last key that a text can have.
const LAST_TEXT: u64 = u32::MAX as u64;

impl KeySet {
    /// The keys of all amounts in the currency at that place of the fact's list.
    pub fn of_currency(place: u16) -> Self {
        let (first, last) = currency_keys(u64::from(place));
        Self::range(first, last)
    }

    /// The keys of all instants on the days of those numbers, both included.
    pub fn of_days(first: u64, last: u64) -> Self {
        Self::from_ranges(date_keys(first, last))
    }
}

impl Type {
    /// The keys that values of this type have; of a part of another fact, those of that one.
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
            Self::Timestamp(_) | Self::Hour | Self::Weekday | Self::Date => {
                KeySet::of_days(0, day::LAST.unsigned_abs())
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
            (Self::Timestamp(zone), Value::Instant(micros)) => instant_key(zone, micros),
            _ => None,
        }
    }

    /// A value that has this key, of an instant the beginning of its hour; nothing for a text and for a key that no value
    /// has.
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
            Self::Timestamp(zone) => hour_of(zone, key).map(Value::Instant),
            Self::Hour => i64::try_from((key >> WEEK_BITS) % 24).ok().map(Value::Whole),
            Self::Weekday => u16::try_from((key >> WEEK_BITS) / 24).ok().map(Value::OneOf),
            Self::Date => day_of(key).map(Value::Whole),
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

/// The key of an instant, looked at in a time zone.
fn instant_key(zone: &TimeZone, micros: i64) -> Option<u64> {
    let local = zone.to_datetime(day::instant(micros)?);
    let day = day::number(local.date())?;
    let hour = u64::try_from(day % 7 * 24 + i64::from(local.hour())).ok()?;
    Some((hour << WEEK_BITS) | u64::try_from(day / 7).ok()?)
}

/// The hour of the week and the week of a key of an instant.
pub(super) fn hour_and_week(key: u64) -> (u64, u64) {
    (key >> WEEK_BITS, key & ((1 << WEEK_BITS) - 1))
}

/// The day of a key of an instant.
fn day_of(key: u64) -> Option<i64> {
    let week = key & ((1 << WEEK_BITS) - 1);
    i64::try_from(week * 7 + (key >> WEEK_BITS) / 24).ok().filter(|day| *day <= day::LAST)
}

/// The microseconds at which the hour of a key begins, or at which it ends where clocks were put forward into the midst
/// of it; nothing for an hour that they left out.
fn hour_of(zone: &TimeZone, key: u64) -> Option<i64> {
    let hour = i8::try_from((key >> WEEK_BITS) % 24).ok()?;
    let date = day::date_of(day_of(key)?)?;
    let begin_and_end = [date.at(hour, 0, 0, 0), date.at(hour, 59, 59, 0)];
    let mut instants =
        begin_and_end.into_iter().filter_map(|local| Some(zone.to_timestamp(local).ok()?.as_microsecond()));
    instants.find(|&micros| instant_key(zone, micros) == Some(key))
}

/// The stretches of all instants in the hours `low` to `high` of their days.
pub(super) fn hour_keys(low: u64, high: u64) -> impl Iterator<Item = (u64, u64)> {
    (0..7).map(move |weekday| hours_of_week(weekday * 24 + low, weekday * 24 + high))
}

/// The stretch of all instants on that day of the week.
pub(super) fn weekday_keys(weekday: u64) -> (u64, u64) {
    hours_of_week(weekday * 24, weekday * 24 + 23)
}

fn hours_of_week(first: u64, last: u64) -> (u64, u64) {
    (first << WEEK_BITS, ((last + 1) << WEEK_BITS) - 1)
}

/// The stretches of all instants on the days `low` to `high`: one for each hour of the week.
pub(super) fn date_keys(low: u64, high: u64) -> impl Iterator<Item = (u64, u64)> {
    (0..HOURS).filter_map(move |hour| {
        let weekday = hour / 24;
        let first = (low + 6 - weekday) / 7;
        let last = high.checked_sub(weekday)? / 7;
        (first <= last).then_some(((hour << WEEK_BITS) | first, (hour << WEEK_BITS) | last))
    })
}

/// A key of these that stands for an instant of our days, if they hold one, else the least.
pub(super) fn recent(keys: &KeySet) -> Option<u64> {
    /// The week of 16 November 2026.
    const WEEK: u64 = 105_757;
    let near = |&(first, last): &(u64, u64)| {
        let hour = first >> WEEK_BITS;
        let wanted = (hour << WEEK_BITS) | WEEK;
        (first <= wanted && wanted <= last).then_some(wanted)
    };
    keys.ranges().iter().find_map(near).or_else(|| keys.least())
}

/// How many strings have fewer than `len` digits.
pub(super) fn digits_before(len: u8) -> u64 {
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
