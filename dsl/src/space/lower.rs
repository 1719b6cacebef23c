//! Conditions to formulas: what each test means as a set of keys.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use crate::hir::{
    Bound, Condition, DigitRange, FactId, ListId, ListValues, Money, Predicate, Relation, Test, Type,
    WholeRange, WorthRange,
};
use crate::iso::Currency;
use crate::space::formula::product;
use crate::space::{ABSENT, Axis, AxisId, Formula, KeySet, Region, Space, line};

/// The most axes on which a region is limited.
const SIDES: usize = 128;

/// The most values of a list that is looked at as if it were written out.
const SHORT: usize = 256;

impl Space<'_> {
    /// The formula that holds for exactly the payments that meet `condition`.
    pub fn formula(&mut self, condition: &Condition) -> Formula {
        self.lower(condition, true)
    }

    /// The formula that holds for exactly the payments that do not meet `condition`.
    pub fn negation(&mut self, condition: &Condition) -> Formula {
        self.lower(condition, false)
    }

    fn lower(&mut self, condition: &Condition, wanted: bool) -> Formula {
        match (condition, wanted) {
            (Condition::Test(test), _) => self.test(test, wanted),
            (Condition::Not(inner), _) => self.lower(inner, !wanted),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                Formula::all(parts.iter().map(|part| self.lower(part, wanted)).collect())
            }
            (Condition::Any(parts), true) | (Condition::All(parts), false) => {
                Formula::any(parts.iter().map(|part| self.lower(part, wanted)).collect())
            }
        }
    }

    fn test(&mut self, test: &Test, wanted: bool) -> Formula {
        let (axis, keys) = self.keys(test);
        let whole = self.whole(axis);
        let keys = if wanted { whole.intersection(&keys) } else { whole.minus(&keys) };
        if keys.is_empty() {
            Formula::FALSE
        } else if keys == whole {
            Formula::TRUE
        } else {
            Formula::In(axis, keys)
        }
    }

    /// The axis that a test is about, and the keys that meet it.
    pub fn keys(&mut self, test: &Test) -> (AxisId, KeySet) {
        let facts = self.facts;
        let ty = &facts[test.fact].ty;
        let axis = self.axis(test.fact);
        let keys = match &test.predicate {
            Predicate::Present => KeySet::range(0, ABSENT - 1),
            Predicate::True => KeySet::point(1),
            Predicate::OneOf(places) => KeySet::from_ranges(places.iter().map(|&place| match ty {
                Type::Currency(_) => line::currency_keys(u64::from(place)),
                Type::Weekday => line::weekday_keys(u64::from(place)),
                _ => (u64::from(place), u64::from(place)),
            })),
            Predicate::Whole(ranges) => {
                KeySet::from_ranges(ranges.iter().flat_map(|range| whole(ty, *range)))
            }
            Predicate::Digits(ranges) => {
                KeySet::from_ranges(ranges.iter().flat_map(|range| digits(ty, *range)))
            }
            Predicate::Listed(list) => return self.listed(test.fact, *list),
            Predicate::Against(relation, other) => return self.against(test.fact, *relation, *other),
            Predicate::Worth(ranges) => self.worth(ty, ranges),
            Predicate::TextIs(texts) => self.texts_keys(test.fact, texts),
            Predicate::TextLike(pattern) => {
                return (self.intern(Axis::Pattern(test.fact, pattern.clone())), KeySet::point(1));
            }
        };
        (axis, keys)
    }

    fn texts_keys(&mut self, fact: FactId, texts: &[String]) -> KeySet {
        let keys: Vec<u64> = texts.iter().map(|text| self.text_key(fact, text)).collect();
        KeySet::from_ranges(keys.into_iter().map(|key| (key, key)))
    }

    /// A short list is as good as one that is written out; a long one is a question of its own.
    fn listed(&mut self, fact: FactId, list: ListId) -> (AxisId, KeySet) {
        let lists = self.lists;
        match &lists[list].values {
            ListValues::Digits(values) if values.len() <= SHORT => {
                (self.axis(fact), self.list_keys(fact, list))
            }
            ListValues::Texts(texts) if texts.len() <= SHORT => {
                (self.axis(fact), self.texts_keys(fact, texts))
            }
            _ => (self.intern(Axis::Listed(fact, list)), KeySet::point(1)),
        }
    }

    /// The keys of a fact that are in a list of digits.
    pub fn list_keys(&self, fact: FactId, list: ListId) -> KeySet {
        let ListValues::Digits(values) = &self.lists[list].values else { return KeySet::EMPTY };
        let ty = &self.facts[fact].ty;
        KeySet::from_ranges(
            values.iter().flat_map(|&value| digits(ty, DigitRange { low: value, high: value })),
        )
    }

    fn against(&mut self, fact: FactId, relation: Relation, other: FactId) -> (AxisId, KeySet) {
        let (first, second, relation) =
            if fact <= other { (fact, other, relation) } else { (other, fact, relation.turned()) };
        let orders = [Ordering::Less, Ordering::Equal, Ordering::Greater];
        let keys = (0..).zip(orders).filter(|(_, order)| relation.holds(*order)).map(|(key, _)| (key, key));
        let rates = self.compared_by(first, second);
        (self.intern(Axis::Order(first, second, rates)), KeySet::from_ranges(keys))
    }

    /// The keys of the amounts that are worth as much as one of `ranges` says: a stretch for each currency. A
    /// currency that has no rate is not met.
    pub(crate) fn worth(&self, ty: &Type, ranges: &[WorthRange]) -> KeySet {
        let Type::Money(list) = ty else { return KeySet::EMPTY };
        let stretches = list.iter().zip(0_u64..).flat_map(|(&currency, place)| {
            ranges.iter().filter_map(move |range| {
                let low = range.low.map_or(Some(0), |bound| self.first_minor(bound, currency))?;
                let high = range.high.map_or(Some(i64::MAX), |bound| self.last_minor(bound, currency))?;
                let (zero, most) = line::currency_keys(place);
                let low = u64::try_from(low.max(0)).ok()?;
                let high = u64::try_from(high).ok()?.min(most - zero);
                (low <= high).then(|| (line::money_key(place, low), line::money_key(place, high)))
            })
        });
        KeySet::from_ranges(stretches)
    }

    /// The least whole number of minor units within a lower bound.
    fn first_minor(&self, bound: Bound, currency: Currency) -> Option<i64> {
        let worth = self.rates.worth(bound.money, currency)?;
        let least = if bound.inclusive { worth.ceil() } else { worth.floor() + one() };
        Some(least.to_integer().to_i64().unwrap_or(i64::MAX))
    }

    /// The greatest whole number of minor units within an upper bound; −1 if there is none.
    fn last_minor(&self, bound: Bound, currency: Currency) -> Option<i64> {
        let worth = self.rates.worth(bound.money, currency)?;
        let greatest = if bound.inclusive { worth.floor() } else { worth.ceil() - one() };
        Some(greatest.to_integer().to_i64().unwrap_or(i64::MAX))
    }

    /// The currencies of `money` that an amount of it cannot be compared with `literal` in, for want of a rate.
    pub fn unrated(&self, money: FactId, literal: Money) -> Vec<Currency> {
        let Type::Money(list) = &self.facts[money].ty else { return vec![] };
        list.iter().copied().filter(|&currency| self.rates.worth(literal, currency).is_none()).collect()
    }

    /// Whether the rates tell what amounts in `currency` are worth in others.
    pub fn has_rate(&self, currency: Currency) -> bool {
        self.rates.get(currency).is_some()
    }

    /// The regions of a formula, at most `most` of them: what would be too many becomes an axis of its own, and so does
    /// all of it, if it is limited on too many axes.
    pub fn regions(&mut self, formula: &Formula, most: usize) -> Vec<Region> {
        let regions = self.few_regions(formula, most);
        match regions.iter().all(|region| region.sides().len() <= SIDES) {
            true => regions,
            false => self.opaque(formula),
        }
    }

    fn few_regions(&mut self, formula: &Formula, most: usize) -> Vec<Region> {
        if let Some(regions) = formula.regions(most) {
            return regions;
        }
        match formula {
            Formula::All(parts) => {
                let mut regions = vec![Region::everything()];
                for part in parts {
                    let mut factors = self.few_regions(part, most);
                    if regions.len().saturating_mul(factors.len()) > most {
                        factors = self.opaque(part);
                    }
                    regions = product(&regions, &factors);
                }
                regions
            }
            _ => self.opaque(formula),
        }
    }

    fn opaque(&mut self, formula: &Formula) -> Vec<Region> {
        let axis = self.intern(Axis::Opaque(formula.clone()));
        Region::everything().with(axis, &KeySet::point(1)).into_iter().collect()
    }
}

fn one() -> BigRational {
    BigRational::from(BigInt::from(1))
}

/// The keys of whole numbers from `low` to `high`, as far as the type has them.
fn whole(ty: &Type, range: WholeRange) -> Vec<(u64, u64)> {
    let Some((min, max)) = ty.bounds() else { return vec![] };
    let (low, high) = (range.low.max(min), range.high.min(max));
    if low > high {
        return vec![];
    }
    let (low, high) = (low.abs_diff(min), high.abs_diff(min));
    match ty {
        Type::Hour => line::hour_keys(low, high).collect(),
        Type::Date => line::date_keys(low, high).collect(),
        _ => vec![(low, high)],
    }
}

/// The keys of the strings whose leading digits lie in the range: a stretch for each length that is long enough.
fn digits(ty: &Type, range: DigitRange) -> Vec<(u64, u64)> {
    let Type::Digits { min, max } = *ty else { return vec![] };
    let pattern = range.low.len();
    let stretch = |len: u8| {
        let tail = 10_u64.checked_pow(u32::from(len.checked_sub(pattern)?))?;
        let low = crate::hir::Digits::new(len, range.low.number().checked_mul(tail)?)?;
        let high =
            crate::hir::Digits::new(len, range.high.number().checked_mul(tail)?.checked_add(tail - 1)?)?;
        Some((line::digits_key(low), line::digits_key(high)))
    };
    (min.max(pattern)..=max).filter_map(stretch).collect()
}
