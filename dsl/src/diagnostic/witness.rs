//! A payment that shows a finding, complete enough to be decided.

use std::fmt;

use jiff::Timestamp;

use crate::hir::{self, Money, Origin, Type, Value};
use crate::iso::Country;
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

impl WitnessValue {
    /// A value of a fact of this type; nothing if it is none.
    pub fn of(ty: &Type, value: Value<'_>) -> Option<Self> {
        Some(match (ty, value) {
            (_, Value::Flag(flag)) => Self::Flag(flag),
            (Type::OneOf(names), Value::OneOf(place)) => Self::Word(names.get(usize::from(place))?.clone()),
            (_, Value::Country(country)) => Self::Word(country.code().to_owned()),
            (Type::Percent, Value::Whole(points)) => Self::Percent(points),
            (Type::Duration, Value::Whole(millis)) => Self::Duration(millis),
            (_, Value::Whole(number)) => Self::Whole(number),
            (_, Value::Digits(digits)) => Self::Word(digits.to_string()),
            (_, Value::Money(money)) => Self::Money(money),
            (_, Value::Instant(micros)) => Self::Instant(hir::day::instant(micros)?),
            (_, Value::Text(text)) => Self::Text(text.to_owned()),
            (_, Value::OneOf(_)) => return None,
        })
    }

    /// The same as a value of a fact of this type; nothing if it is none.
    pub fn value(&self, ty: &Type) -> Option<Value<'_>> {
        Some(match (self, ty) {
            (Self::Flag(flag), _) => Value::Flag(*flag),
            (Self::Word(code), Type::Country) => Value::Country(Country::from_code(code)?),
            (Self::Word(digits), Type::Digits { .. }) => Value::Digits(hir::Digits::parse(digits)?),
            (Self::Word(name), _) => Value::OneOf(ty.place(name)?),
            (Self::Text(text), _) => Value::Text(text),
            (Self::Whole(number) | Self::Percent(number) | Self::Duration(number), _) => {
                Value::Whole(*number)
            }
            (Self::Money(money), _) => Value::Money(*money),
            (Self::Instant(instant), _) => Value::Instant(instant.as_microsecond()),
        })
    }
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
