//! A payment that shows a finding, complete enough to be decided.

use std::fmt;

use jiff::Timestamp;

use crate::hir::{Money, Origin};
use crate::literal;

/// The facts of the payment, in the order in which the policy declares them; absent ones are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Witness {
    /// The facts.
    pub facts: Vec<WitnessFact>,
}

/// One fact of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessFact {
    /// Its name.
    pub name: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Its value.
    pub value: WitnessValue,
}

/// A value as a policy would spell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessValue {
    /// Of a flag.
    Flag(bool),
    /// A name, a code or digits.
    Word(String),
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Basis points.
    Percent(i64),
    /// Milliseconds.
    Duration(i64),
    /// An amount.
    Money(Money),
    /// An instant.
    Instant(Timestamp),
}

impl fmt::Display for WitnessValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(value) => write!(f, "{value}"),
            Self::Word(word) => f.write_str(word),
            Self::Text(text) => f.write_str(&literal::quote(text)),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Percent(points) => write!(f, "{}.{:02}%", points / 100, points % 100),
            Self::Duration(millis) => write!(f, "{millis}ms"),
            Self::Money(money) => write!(f, "{money}"),
            Self::Instant(instant) => write!(f, "{instant}"),
        }
    }
}

/// The payment in the notation of cases; a flag that is false is left out.
impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = self.facts.iter().filter(|fact| fact.value != WitnessValue::Flag(false));
        for (place, WitnessFact { name, value, .. }) in said.enumerate() {
            let gap = if place == 0 { "" } else { " " };
            match value {
                WitnessValue::Flag(_) => write!(f, "{gap}{name}")?,
                value => write!(f, "{gap}{name}={value}")?,
            }
        }
        Ok(())
    }
}
