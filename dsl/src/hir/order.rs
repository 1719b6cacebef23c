//! How the values of two facts compare: by number, by time, by worth, or only whether they are the same.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::hir::{Rates, Type, Value};

impl Type {
    /// Whether facts of the two types can be compared with one another.
    pub fn compares_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::OneOf(_), Self::OneOf(_)) => self == other,
            (Self::Flag, _) | (_, Self::Flag) => false,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// Whether one value of the type can be less than another.
    pub fn is_ordered(&self) -> bool {
        matches!(
            self,
            Self::Integer { .. }
                | Self::Percent
                | Self::Duration
                | Self::Money(_)
                | Self::Timestamp(_)
                | Self::Hour
                | Self::Date
        )
    }
}

/// How two values compare that are of types that can be compared; nothing for others, and for amounts without a rate.
/// Where there is no order, every difference counts as [`Ordering::Less`].
pub fn order(rates: &Rates, one: (&Type, Value<'_>), other: (&Type, Value<'_>)) -> Option<Ordering> {
    let same = |same: bool| Some(if same { Ordering::Equal } else { Ordering::Less });
    match (one, other) {
        ((_, Value::Whole(a)), (_, Value::Whole(b))) | ((_, Value::Instant(a)), (_, Value::Instant(b))) => {
            Some(a.cmp(&b))
        }
        ((_, Value::Money(a)), (_, Value::Money(b))) => {
            let minor = BigRational::from(BigInt::from(a.minor));
            Some(minor.cmp(&rates.worth(b, a.currency)?))
        }
        ((_, Value::Country(a)), (_, Value::Country(b))) => same(a == b),
        ((_, Value::Digits(a)), (_, Value::Digits(b))) => same(a == b),
        ((_, Value::Text(a)), (_, Value::Text(b))) => same(a == b),
        ((Type::Currency(a), Value::OneOf(x)), (Type::Currency(b), Value::OneOf(y))) => {
            same(a.get(usize::from(x)) == b.get(usize::from(y)))
        }
        ((_, Value::OneOf(a)), (_, Value::OneOf(b))) => same(a == b),
        _ => None,
    }
}
