//! Days as whole numbers, and instants as microseconds.
//!
//! Day 0 is a Monday, so that the day of the week is the rest of a division by seven.

use jiff::Timestamp;
use jiff::civil::{Date, date};

/// The day that counts as 0: a Monday.
const FIRST: Date = date(0, 1, 3);
/// The last day, that of 31 December 9999.
pub const LAST: i64 = 3_652_422;

/// The number of a day; nothing before day 0.
pub fn number(date: Date) -> Option<i64> {
    let days = date.duration_since(FIRST).as_hours() / 24;
    (0..=LAST).contains(&days).then_some(days)
}

/// The day of that number.
pub fn date_of(number: i64) -> Option<Date> {
    let hours = number.checked_mul(24).filter(|_| (0..=LAST).contains(&number))?;
    FIRST.checked_add(jiff::SignedDuration::from_hours(hours)).ok()
}

/// An instant from its microseconds since 1970.
pub fn instant(micros: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(micros).ok()
}
