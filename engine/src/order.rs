//! How two facts of one payment compare, without allocating.

use std::cmp::Ordering;

use num_traits::ToPrimitive;
use waypost_dsl::hir::{self, FactId, Facts, Money, Rates, Type, Value};
use waypost_dsl::iso::Currency;
use waypost_dsl::space::ABSENT;

use crate::payment::Values;

/// Two facts that are compared.
#[derive(Debug)]
pub(crate) struct Order {
    one: FactId,
    other: FactId,
    /// For each pair of currencies by what their minor units are multiplied to be compared.
    factors: Vec<(Currency, Currency, u128, u128)>,
}

impl Order {
    pub(crate) fn of(facts: &Facts, rates: &Rates, one: FactId, other: FactId) -> Self {
        let mut factors = vec![];
        if let (Type::Money(ones), Type::Money(others)) = (&facts[one].ty, &facts[other].ty) {
            for (&a, &b) in ones.iter().flat_map(|a| others.iter().map(move |b| (a, b))) {
                factors.extend(ratio(rates, a, b).map(|(for_a, for_b)| (a, b, for_a, for_b)));
            }
        }
        Self { one, other, factors }
    }

    /// The key of the axis: 0 for less, 1 for equal, 2 for greater.
    pub(crate) fn key(&self, facts: &Facts, values: Values<'_>) -> u64 {
        let (Some(one), Some(other)) = (values.value(facts, self.one), values.value(facts, self.other))
        else {
            return ABSENT;
        };
        let order = match (one, other) {
            (Value::Money(a), Value::Money(b)) => self.amounts(a, b),
            _ => hir::order(&Rates::NONE, (&facts[self.one].ty, one), (&facts[self.other].ty, other)),
        };
        match order {
            Some(Ordering::Less) => 0,
            Some(Ordering::Equal) => 1,
            Some(Ordering::Greater) => 2,
            None => ABSENT,
        }
    }

    fn amounts(&self, a: Money, b: Money) -> Option<Ordering> {
        let found = self.factors.iter().find(|(one, other, ..)| (*one, *other) == (a.currency, b.currency));
        let &(_, _, for_a, for_b) = found?;
        Some(product(a.minor, for_a).cmp(&product(b.minor, for_b)))
    }
}

/// Minor units of `a` times the first are worth as much as minor units of `b` times the second, if both products are the
/// same. Rates have at most 15 digits, so both fit.
fn ratio(rates: &Rates, a: Currency, b: Currency) -> Option<(u128, u128)> {
    let worth = rates.worth(Money { minor: 1, currency: a }, b)?;
    Some((worth.numer().to_u128()?, worth.denom().to_u128()?))
}

/// The product in 192 bits, the higher ones first.
fn product(minor: u64, factor: u128) -> (u128, u64) {
    let minor = u128::from(minor);
    let low = minor * (factor & u128::from(u64::MAX));
    let high = minor * (factor >> 64) + (low >> 64);
    (high, u64::try_from(low & u128::from(u64::MAX)).unwrap_or(u64::MAX))
}
