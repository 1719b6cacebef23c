//! Amounts, and what they are worth by the rates of a policy: exact, by rational numbers.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;

use crate::iso::Currency;

/// An amount in minor units of its currency: 30.00 EUR is 3000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// How many minor units, at most [`Type::WHOLE_MAX`](crate::hir::Type::WHOLE_MAX).
    pub minor: u64,
    /// The currency.
    pub currency: Currency,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.currency.exponent();
        let unit = 10_u64.pow(decimals);
        let (whole, part) = (self.minor / unit, self.minor % unit);
        match decimals {
            0 => write!(f, "{whole} {}", self.currency),
            _ => write!(f, "{whole}.{part:0width$} {}", self.currency, width = decimals as usize),
        }
    }
}

/// An end of a range of worths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The amount that is compared with.
    pub money: Money,
    /// Whether an amount worth just as much is still inside.
    pub inclusive: bool,
}

/// How many units of each currency one unit of the base is worth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rates {
    /// Units of the currency for one unit of the base; the base itself stands in it with 1.
    pub per_base: Vec<(Currency, BigRational)>,
}

impl Rates {
    /// No rates.
    pub const NONE: Self = Self { per_base: Vec::new() };

    /// The rate of a currency.
    pub fn get(&self, currency: Currency) -> Option<&BigRational> {
        self.per_base.iter().find(|(known, _)| *known == currency).map(|(_, rate)| rate)
    }

    /// What `money` is worth in minor units of `currency`, exactly; nothing if one of the two has no rate.
    ///
    /// An amount in its own currency needs no rate.
    pub fn worth(&self, money: Money, currency: Currency) -> Option<BigRational> {
        let minor = BigRational::from(BigInt::from(money.minor));
        if money.currency == currency {
            return Some(minor);
        }
        let (own, other) = (self.get(money.currency)?, self.get(currency)?);
        let scale = |exponent| BigRational::from(BigInt::from(10).pow(exponent));
        let base = minor / scale(money.currency.exponent()) / own;
        Some(base * other * scale(currency.exponent()))
    }
}
