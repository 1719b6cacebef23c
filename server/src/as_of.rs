//! The day whose invariants a policy is held to: the only place where the clock is asked for it.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use waypost_dsl::hir::Date;

/// Which day it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AsOf {
    /// Today in UTC, whenever it is asked.
    #[default]
    Today,
    /// A day that was chosen.
    Day(Date),
}

impl AsOf {
    /// The day.
    pub fn day(self) -> Date {
        match self {
            Self::Today => Timestamp::now().to_zoned(TimeZone::UTC).date(),
            Self::Day(day) => day,
        }
    }
}
