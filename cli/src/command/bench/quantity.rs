//! Numbers with units, for people and for programs, without floating point.

use std::fmt;
use std::time::Duration;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A number with three decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal {
    thousandths: u64,
}

impl Decimal {
    /// One number divided by another, which is not 0.
    pub(super) fn ratio(number: u128, by: u128) -> Self {
        let thousandths = number.saturating_mul(1_000).checked_div(by).unwrap_or(0);
        Self { thousandths: u64::try_from(thousandths).unwrap_or(u64::MAX) }
    }

    /// A duration in milliseconds.
    pub(super) fn millis(duration: Duration) -> Self {
        Self::ratio(duration.as_nanos(), 1_000_000)
    }

    /// How many thousandths it has.
    pub(super) fn thousandths(self) -> u64 {
        self.thousandths
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.thousandths / 1_000, self.thousandths % 1_000)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// A time from its picoseconds: `140 ns`, `1.24 µs`.
pub(super) fn time(picos: u64) -> String {
    short(picos, &[(1_000, "ns"), (1_000_000, "µs"), (1_000_000_000, "ms"), (1_000_000_000_000, "s")])
}

/// A size from its bytes: `960 B`, `12.4 KB`.
pub(super) fn size(bytes: u64) -> String {
    short(bytes, &[(1, "B"), (1_000, "KB"), (1_000_000, "MB"), (1_000_000_000, "GB")])
}

/// Three digits and the unit that is nearest below; the first unit has no decimals.
fn short(number: u64, units: &[(u64, &str)]) -> String {
    let Some((&(least, smallest), larger)) = units.split_first() else { return number.to_string() };
    let Some(&(unit, name)) = larger.iter().rev().find(|(unit, _)| number >= *unit) else {
        return format!("{} {smallest}", number / least);
    };
    let (whole, hundredths) = (number / unit, number % unit / (unit / 100));
    match whole {
        0..10 => format!("{whole}.{hundredths:02} {name}"),
        10..100 => format!("{whole}.{} {name}", hundredths / 10),
        _ => format!("{whole} {name}"),
    }
}
