//! Values for facts that are compared, in one of the orders that a region allows; or the proof that there are none.
//!
//! Few values are enough to look at: if `n` facts have values in some order, they also have values in the same order of
//! which each is at most `n` away from where a stretch of keys of one of them begins or ends, as what lies between can be
//! drawn together. That holds for whole numbers and for what is only compared as being the same. For amounts in several
//! currencies, instants and shapes of texts it need not, and what is not found there is not known.

use std::cmp::Ordering;

use crate::hir::{self, FactId, Rates, Type, Value};
use crate::space::witness::Chosen;
use crate::space::{ABSENT, Axis, AxisId, KeySet, Region, Space, line};

/// How many choices of values are tried.
const CHOICES: u32 = 100_000;
/// How many stretches of the keys of a fact are looked at.
const STRETCHES: usize = 32;
/// Of how few values of a fact all are tried.
const FEW: u64 = 64;

/// What is known of the facts that a region compares.
pub(super) enum Arranged {
    /// With these values they are in the orders that it allows.
    As(Vec<(FactId, Chosen)>),
    /// No values are: proved.
    Never,
    /// Neither is certain.
    Unknown,
}

/// Two facts that are compared, as payments give them and as they are named, and the keys that their order may have.
struct Order<'r> {
    given: [FactId; 2],
    named: [FactId; 2],
    /// What amounts are worth that are compared.
    rates: &'r Rates,
    keys: &'r KeySet,
}

/// A search for values, one fact after the other.
struct Choice<'c, 'p> {
    space: &'c Space<'p>,
    orders: &'c [Order<'c>],
    /// The values to try, of each fact.
    tried: Vec<(FactId, Vec<Chosen>)>,
    left: u32,
}

/// The orders in groups that have no fact in common.
fn together(orders: Vec<Order<'_>>) -> Vec<Vec<Order<'_>>> {
    let mut groups: Vec<Vec<Order<'_>>> = vec![];
    for order in orders {
        let has_one = |group: &Vec<Order<'_>>| {
            group.iter().any(|other| other.given.iter().any(|id| order.given.contains(id)))
        };
        let (joined, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(has_one);
        groups = others;
        groups.push(joined.into_iter().flatten().chain([order]).collect());
    }
    groups
}

/// What was chosen instead of the values that facts of the same numbers had.
pub(super) fn put(chosen: Vec<(FactId, Chosen)>, others: &[(FactId, Chosen)]) -> Vec<(FactId, Chosen)> {
    let other = |id: FactId| others.iter().find(|(known, _)| *known == id).map(|(_, value)| value.clone());
    chosen.into_iter().map(|(id, value)| (id, other(id).unwrap_or(value))).collect()
}

impl Space<'_> {
    /// Values for the facts that `region` compares: those that they have by themselves, if these can stay.
    pub(super) fn arranged(&self, region: &Region, own: &[(FactId, Chosen)]) -> Arranged {
        let orders = region.sides().iter().filter_map(|(axis, keys)| self.compared(*axis, keys));
        let mut all = vec![];
        let mut is_known = true;
        for orders in together(orders.collect()) {
            match self.arranged_together(&orders, region, own) {
                Arranged::As(chosen) => all.extend(chosen),
                Arranged::Never => return Arranged::Never,
                Arranged::Unknown => is_known = false,
            }
        }
        if is_known { Arranged::As(all) } else { Arranged::Unknown }
    }

    fn arranged_together(&self, orders: &[Order<'_>], region: &Region, own: &[(FactId, Chosen)]) -> Arranged {
        if orders.iter().any(|order| self.is_never(order, region)) {
            return Arranged::Never;
        }
        let mut facts: Vec<FactId> = orders.iter().flat_map(|order| order.given).collect();
        facts.sort_unstable();
        facts.dedup();
        let tried = facts.iter().map(|&id| {
            let own = own.iter().filter(|(known, _)| *known == id).map(|(_, value)| value.clone());
            (id, own.chain(self.near_ends(id, &facts, region)).collect())
        });
        let mut choice = Choice { space: self, orders, tried: tried.collect(), left: CHOICES };
        let mut chosen = vec![];
        match choice.choose(&mut chosen) {
            Some(true) => Arranged::As(chosen),
            Some(false) if self.is_enough(&facts, orders, region) => Arranged::Never,
            _ => Arranged::Unknown,
        }
    }

    fn compared<'r>(&'r self, axis: AxisId, keys: &'r KeySet) -> Option<Order<'r>> {
        match self.axes.at(axis) {
            Some(Axis::Order(one, other, rates)) => {
                let named = [*one, *other];
                let given = named.map(|id| self.facts.base(id));
                Some(Order { given, named, rates: self.rates_of(*rates), keys })
            }
            _ => None,
        }
    }

    /// Whether the values near ends are enough to know that there are none.
    fn is_enough(&self, facts: &[FactId], orders: &[Order<'_>], region: &Region) -> bool {
        let is_whole =
            |id: &FactId| matches!(self.facts[*id].ty, Type::Integer { .. } | Type::Percent | Type::Duration);
        let is_same = |id: &FactId| match self.facts[*id].ty {
            Type::OneOf(_) | Type::Country | Type::Flag | Type::Digits { .. } => true,
            Type::Text => self.are_enough(facts, region),
            _ => false,
        };
        let is_currency =
            |order: &Order<'_>| order.named.iter().all(|id| matches!(self.facts[*id].ty, Type::Currency(_)));
        let one_currency = |id: &FactId| match &self.facts[*id].ty {
            Type::Money(list) => {
                list.len() == 1 && facts.iter().all(|other| self.facts[*other].ty == self.facts[*id].ty)
            }
            _ => false,
        };
        let is_short = |id: &FactId| self.allowed(*id, region).ranges().len() <= STRETCHES;
        let by_value = facts.iter().all(|id| is_whole(id) || is_same(id)) || facts.iter().all(one_currency);
        facts.iter().all(is_short) && (by_value || orders.iter().all(is_currency))
    }

    /// Whether no two stretches of two facts have values in an order that is allowed.
    fn is_never(&self, order: &Order<'_>, region: &Region) -> bool {
        let [one, other] = order.given.map(|id| self.allowed(id, region));
        if order.keys.contains(ABSENT) && (one.contains(ABSENT) || other.contains(ABSENT)) {
            return false;
        }
        if order.named.iter().any(|id| !matches!(self.facts[*id].ty, Type::Money(_))) {
            return false;
        }
        let [ones, others] =
            [(order.given[0], &one), (order.given[1], &other)].map(|(id, keys)| self.by_currency(id, keys));
        let may = |(low, high): &(u64, u64), (from, to): &(u64, u64)| {
            let key = |one: u64, other: u64| self.order_key(order, [&Chosen::Key(one), &Chosen::Key(other)]);
            let (least, most) = (key(*low, *to), key(*high, *from));
            (least == 0 && order.keys.contains(0))
                || (most == 2 && order.keys.contains(2))
                || (least <= 1 && most >= 1 && order.keys.contains(1))
        };
        !ones.iter().any(|one| others.iter().any(|other| may(one, other)))
    }

    /// The stretches of keys of a fact, those of an amount cut at the ends of each currency.
    fn by_currency(&self, id: FactId, keys: &KeySet) -> Vec<(u64, u64)> {
        let whole = match &self.facts[id].ty {
            Type::Money(list) => (0..list.len() as u64).map(line::currency_keys).collect(),
            _ => vec![(0, ABSENT - 1)],
        };
        let cut = whole
            .into_iter()
            .flat_map(|(first, last)| keys.intersection(&KeySet::range(first, last)).ranges().to_vec());
        cut.collect()
    }

    /// The values of a fact that lie near the ends of its stretches, or of those of another fact that is compared.
    fn near_ends(&self, id: FactId, facts: &[FactId], region: &Region) -> Vec<Chosen> {
        let keys = self.allowed(id, region);
        let absent = keys.contains(ABSENT).then_some(Chosen::Absent);
        if self.facts[id].ty == Type::Text {
            return self.some_texts(id, facts, region).into_iter().map(Chosen::Text).chain(absent).collect();
        }
        let there = keys.minus(&KeySet::point(ABSENT));
        let far = facts.len() as u64;
        let ends = facts.iter().flat_map(|other| self.ends_on(id, *other, region));
        let near: Vec<(u64, u64)> =
            ends.map(|end| (end.saturating_sub(far), end.saturating_add(far).min(ABSENT - 1))).collect();
        let count = there.ranges().iter().fold(0_u64, |all, (first, last)| all.saturating_add(last - first));
        let near = if count < FEW { there } else { there.intersection(&KeySet::from_ranges(near)) };
        let keys = near.ranges().iter().flat_map(|&(first, last)| first..=last);
        keys.map(Chosen::Key).chain(absent).collect()
    }

    /// Where the stretches of another fact begin and end, as keys of this one.
    fn ends_on(&self, id: FactId, other: FactId, region: &Region) -> Vec<u64> {
        let (ty, other_ty) = (&self.facts[id].ty, &self.facts[other].ty);
        let stretches = self.by_currency(other, &self.allowed(other, region));
        let ends = stretches.into_iter().take(STRETCHES).flat_map(|(first, last)| [first, last]);
        let on_line = |key: u64| match (ty, other_ty.value(key)) {
            (Type::Integer { min, .. }, Some(Value::Whole(number))) => {
                vec![u64::try_from(number.saturating_sub(*min).max(0)).unwrap_or(0)]
            }
            (Type::Money(list), Some(Value::Money(money))) => {
                let places = (0..).zip(list).flat_map(|(place, &currency)| {
                    self.all_rates.iter().filter_map(move |(_, rates)| {
                        let minor = rates.worth(money, currency)?.floor().to_integer();
                        let minor = u64::try_from(minor).ok()?.min(Type::WHOLE_MAX.unsigned_abs());
                        Some(line::money_key(place, minor))
                    })
                });
                places.collect()
            }
            _ => vec![key],
        };
        ends.flat_map(on_line).collect()
    }

    /// The key that the order has if the two facts are these.
    fn order_key(&self, order: &Order<'_>, chosen: [&Chosen; 2]) -> u64 {
        let [first, second] = order.named.map(|id| &self.facts[id].ty);
        let value = |of: &Type, chosen: &Chosen| match chosen {
            Chosen::Key(key) => of.value(*key),
            _ => None,
        };
        let [left, right] = chosen;
        let (Some(a), Some(b)) = (value(first, left), value(second, right)) else {
            return match (left, right) {
                (Chosen::Text(a), Chosen::Text(b)) if a == b => 1,
                (Chosen::Text(_), Chosen::Text(_)) => 0,
                _ => ABSENT,
            };
        };
        match hir::order(order.rates, (first, a), (second, b)) {
            Some(Ordering::Less) => 0,
            Some(Ordering::Equal) => 1,
            Some(Ordering::Greater) => 2,
            None => ABSENT,
        }
    }
}

impl Choice<'_, '_> {
    /// Chooses values for the facts that have none: whether there are some, or nothing if that takes too long.
    fn choose(&mut self, chosen: &mut Vec<(FactId, Chosen)>) -> Option<bool> {
        let Some((id, values)) = self.tried.get(chosen.len()).cloned() else { return Some(true) };
        for value in values {
            self.left = self.left.checked_sub(1)?;
            chosen.push((id, value));
            if self.fits(id, chosen) && self.choose(chosen)? {
                return Some(true);
            }
            chosen.pop();
        }
        Some(false)
    }

    /// Whether the last fact that was chosen stands to those before as it is allowed.
    fn fits(&self, last: FactId, chosen: &[(FactId, Chosen)]) -> bool {
        let of = |id: FactId| chosen.iter().find(|(known, _)| *known == id).map(|(_, value)| value);
        let mut touched = self.orders.iter().filter(|order| order.given.contains(&last));
        touched.all(|order| match (of(order.given[0]), of(order.given[1])) {
            (Some(one), Some(other)) => order.keys.contains(self.space.order_key(order, [one, other])),
            _ => true,
        })
    }
}
