//! Days as whole numbers, and instants as microseconds.
//!
//! Day 0 is a Monday, so that the day of the week is the rest of a division by seven.

use jiff::civil::{Date, date};
use jiff::{SignedDuration, Timestamp};

/// The day that counts as 0: a Monday.
const FIRST: Date = date(0, 1, 3);
/// A day from which every other one is near enough for the arithmetic of dates, and its number.
const EPOCH: (Date, i64) = (date(1970, 1, 1), 719_526);
/// The last day, that of 31 December 9999.
pub const LAST: i64 = 3_652_422;

/// The number of a day; nothing before day 0.
pub fn number(date: Date) -> Option<i64> {
    let days = date.duration_since(FIRST).as_hours() / 24;
    (0..=LAST).contains(&days).then_some(days)
}

/// The day of that number.
pub fn date_of(number: i64) -> Option<Date> {
    let (epoch, epoch_number) = EPOCH;
    let days = number.checked_sub(epoch_number).filter(|_| (0..=LAST).contains(&number))?;
    epoch.checked_add(SignedDuration::from_hours(days * 24)).ok()
}

/// An instant from its microseconds since 1970.
pub fn instant(micros: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(micros).ok()
}
