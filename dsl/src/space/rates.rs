//! Amounts that are compared by several rates, as when two versions of a policy are.
//!
//! What stands in which order by the ones and by the others is not independent: if a currency became dearer, an amount of
//! it that was more than another one still is.

use std::cmp::Ordering;

use num_rational::BigRational;

use crate::arena::Id;
use crate::hir::{FactId, Money, Rates, Type};
use crate::iso::Currency;
use crate::space::{Axis, AxisId, KeySet, RatesId, Region, Space, line};

impl<'p> Space<'p> {
    /// What amounts are worth.
    pub fn rates(&self) -> &'p Rates {
        self.rates
    }

    /// Lets amounts be worth what other rates say, for the conditions that are lowered from here on.
    pub fn set_rates(&mut self, rates: &'p Rates) {
        if !self.all_rates.iter().any(|(_, known)| *known == rates) {
            self.all_rates.add(rates);
        }
        self.rates = rates;
    }

    /// The rates by which the amounts on an axis compare.
    pub fn rates_of(&self, id: RatesId) -> &'p Rates {
        self.all_rates.at(id).copied().unwrap_or(self.rates)
    }

    /// The first of all rates by which two facts compare as by those that hold now.
    pub(super) fn compared_by(&self, one: FactId, other: FactId) -> RatesId {
        let currencies = || self.currencies(one, other);
        let is_same = |rates: &Rates| {
            std::ptr::eq(rates, self.rates)
                || currencies().all(|(_, a, _, b)| worth(rates, a, b) == worth(self.rates, a, b))
        };
        let first = self.all_rates.iter().find(|(_, rates)| is_same(rates));
        first.map_or(RatesId::new(0), |(id, _)| id)
    }

    /// The currencies that amounts of two facts may have, with their places; none of other facts.
    fn currencies(&self, one: FactId, other: FactId) -> impl Iterator<Item = (u64, Currency, u64, Currency)> {
        let list = |fact: FactId| match &self.facts[fact].ty {
            Type::Money(list) => list.as_slice(),
            _ => &[],
        };
        let ones = (0..).zip(list(one));
        ones.flat_map(move |(x, &a)| (0..).zip(list(other)).map(move |(y, &b)| (x, a, y, b)))
    }

    /// The orders that two facts cannot have by different rates.
    pub(super) fn orders_by_rates(&self) -> Vec<Region> {
        let order = |(axis, kind): (AxisId, &Axis)| match kind {
            Axis::Order(one, other, rates) => Some((axis, *one, *other, *rates)),
            _ => None,
        };
        let orders: Vec<_> = self.axes.iter().filter_map(order).collect();
        let mut regions = vec![];
        for (place, &(axis, one, other, rates)) in orders.iter().enumerate() {
            let twins = orders.iter().skip(place + 1).filter(|twin| (twin.1, twin.2) == (one, other));
            for &(twin, _, _, others) in twins {
                let changes = self.changes([one, other], [rates, others]);
                regions
                    .extend(changes.iter().flat_map(|change| self.never([one, other], [axis, twin], change)));
            }
        }
        regions
    }

    /// The orders on two axes that amounts in some currencies cannot have, of which one fact gains so against the other.
    fn never(
        &self,
        facts: [FactId; 2],
        axes: [AxisId; 2],
        (keys, gain): &([KeySet; 2], Ordering),
    ) -> Vec<Region> {
        let [one, other] = facts.map(|fact| self.axis(fact));
        let [ones, others] = keys;
        let amounts = Region::everything().with(one, ones).and_then(|region| region.with(other, others));
        let pairs = (0..3).flat_map(|before| (0..3).map(move |after| (before, after)));
        let never = pairs.filter(|(before, after): &(u64, u64)| match gain {
            Ordering::Less => after > before,
            Ordering::Equal => after != before,
            Ordering::Greater => after < before,
        });
        let region = |(before, after)| {
            let region = amounts.clone()?.with(axes[0], &KeySet::point(before))?;
            region.with(axes[1], &KeySet::point(after))
        };
        never.filter_map(region).collect()
    }

    /// How amounts of one fact gain against those of another by other rates: by the currency of the one, and all those of
    /// the other with which it is so.
    fn changes(&self, facts: [FactId; 2], rates: [RatesId; 2]) -> Vec<([KeySet; 2], Ordering)> {
        let [before, after] = rates.map(|id| self.rates_of(id));
        let mut changes: Vec<(u64, KeySet, Ordering)> = vec![];
        for (x, a, y, b) in self.currencies(facts[0], facts[1]) {
            let (Some(old), Some(new)) = (worth(before, a, b), worth(after, a, b)) else { continue };
            let (change, (low, high)) = (new.cmp(&old), line::currency_keys(y));
            let keys = KeySet::range(low, high);
            match changes.iter_mut().find(|(place, _, known)| (*place, *known) == (x, change)) {
                Some((_, known, _)) => *known = known.union(&keys),
                None => changes.push((x, keys, change)),
            }
        }
        let of = |(x, keys, change)| {
            let (low, high) = line::currency_keys(x);
            ([KeySet::range(low, high), keys], change)
        };
        changes.into_iter().map(of).collect()
    }
}

fn worth(rates: &Rates, one: Currency, other: Currency) -> Option<BigRational> {
    rates.worth(Money { minor: 1, currency: one }, other)
}
