//! The values worth trying for a policy: thresholds and their neighbours, the very texts, digits that begin as a test or a
//! list wants, what two compared facts have in common, and the amounts at which two fees are the same.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use waypost_dsl::hir::{
    Condition, Connector, Digits, FactId, ListId, ListValues, Money, Policy, Predicate, Rates, Rule, Test,
    TextPattern, Type, Value,
};
use waypost_dsl::iso::{Country, Currency};
use waypost_engine::Payment;

use super::instants;
use super::values::{Owned, money, shared};
use crate::draw::Draw;

/// The values worth trying, for each fact.
#[derive(Debug)]
pub struct Corners(Vec<Vec<Owned>>);

impl Corners {
    /// The corners of all conditions and fees of a policy.
    pub fn of_policy(policy: &Policy) -> Self {
        let mut corners = Self(vec![vec![]; policy.facts.len()]);
        let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| &rule.when);
        let serves = policy.connectors.iter().map(|(_, connector)| &connector.serves);
        let only_when = policy.facts.all.iter().filter_map(|(_, fact)| fact.only_when.as_ref());
        rules.chain(serves).chain(only_when).for_each(|condition| corners.add(policy, condition));
        for (id, fact) in policy.facts.given() {
            if let Type::Money(list) = &fact.ty {
                corners.extend(policy, id, &crossings(policy, list));
            }
        }
        corners
    }

    /// The corners of what a rule tests, and of what it takes that these facts are there.
    pub(super) fn of_rule(policy: &Policy, rule: &Rule) -> Self {
        let mut corners = Self(vec![vec![]; policy.facts.len()]);
        corners.add(policy, &rule.when);
        for needed in rule.when.facts().iter().filter_map(|&fact| policy.facts[fact].only_when.as_ref()) {
            corners.add(policy, needed);
        }
        corners
    }

    /// One of those of a fact, but for one in so many times, if there are any.
    pub(super) fn one_of(&self, draw: &mut Draw, fact: FactId, but_one_in: u64) -> Option<Owned> {
        let some = self.0.get(fact.slot()).filter(|some| !some.is_empty() && !draw.once_in(but_one_in))?;
        Some(draw.pick(some).clone())
    }

    fn add(&mut self, policy: &Policy, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.add(policy, part);
                }
            }
            Condition::Not(inner) => self.add(policy, inner),
            Condition::Test(test) => {
                self.extend(policy, test.fact, &corners(policy, test));
                if let Predicate::Against(_, other) = test.predicate {
                    let back = Test { fact: other, ..test.clone() };
                    self.extend(policy, other, &corners(policy, &back));
                }
            }
        }
    }

    /// Adds those of the values that fit; a part of a fact has its corners on that.
    fn extend(&mut self, policy: &Policy, fact: FactId, values: &[Owned]) {
        let fact = policy.facts.base(fact);
        let fits = |value: &Owned| Payment::new(&policy.facts).set(&policy.facts, fact, value.get()).is_ok();
        if let Some(known) = self.0.get_mut(fact.slot()) {
            known.extend(values.iter().filter(|value| fits(value)).cloned());
        }
    }
}

/// The values around what a test compares with; some may not be of the fact's type.
fn corners(policy: &Policy, test: &Test) -> Vec<Owned> {
    let base = &policy.facts[policy.facts.base(test.fact)].ty;
    let list = match base {
        Type::Money(list) => list.as_slice(),
        _ => &[],
    };
    match &test.predicate {
        Predicate::Present => vec![],
        Predicate::True => vec![Owned::Small(Value::Flag(true))],
        Predicate::OneOf(places) => places.iter().flat_map(|&place| chosen(list, place)).collect(),
        Predicate::Whole(ranges) => {
            let ends = ranges.iter().flat_map(|range| [range.low - 1, range.low, range.high, range.high + 1]);
            ends.flat_map(|end| whole(base, &policy.facts[test.fact].ty, end)).collect()
        }
        Predicate::Digits(ranges) => {
            let ends = ranges
                .iter()
                .flat_map(|range| [(range.low, -1), (range.low, 0), (range.high, 0), (range.high, 1)]);
            ends.flat_map(|(end, step)| longer(end, step)).collect()
        }
        Predicate::Worth(ranges) => {
            let bounds = ranges.iter().flat_map(|range| [range.low, range.high]).flatten();
            bounds.flat_map(|bound| amounts(&policy.rates, list, bound.money)).collect()
        }
        Predicate::TextIs(texts) => texts.iter().flat_map(|text| shapes(text)).collect(),
        Predicate::TextLike(
            TextPattern::StartsWith(part) | TextPattern::EndsWith(part) | TextPattern::Contains(part),
        ) => shapes(part),
        Predicate::Listed(list) => members(policy, *list),
        Predicate::Against(..) => alike(&policy.rates, base),
    }
}

/// A number, or the instants around the day or the hour that it means.
fn whole(base: &Type, ty: &Type, number: i64) -> Vec<Owned> {
    let instants = match (base, ty) {
        (Type::Timestamp(zone), Type::Date) => instants::midnight(zone, number),
        (Type::Timestamp(zone), _) => instants::hours(zone, number),
        _ => return vec![Owned::Small(Value::Whole(number))],
    };
    instants.into_iter().map(|micros| Owned::Small(Value::Instant(micros))).collect()
}

/// What a place can mean: a name, a country, a currency.
fn chosen(list: &[Currency], place: u16) -> Vec<Owned> {
    let currency = list.get(usize::from(place)).map(|&currency| money(5_000, currency));
    let country = Country::from_index(place).map(|country| Owned::Small(Value::Country(country)));
    [Some(Owned::Small(Value::OneOf(place))), country, currency].into_iter().flatten().collect()
}

/// Strings of all lengths that begin with these digits or their neighbours, and the digits without the last one.
fn longer(end: Digits, step: i64) -> Vec<Owned> {
    let Some(end) = end.number().checked_add_signed(step).and_then(|number| Digits::new(end.len(), number))
    else {
        return vec![];
    };
    let spelled = end.to_string();
    let mut texts =
        ["", "0", "9", "00", "99", "0000", "9999"].map(|tail| format!("{spelled}{tail}")).to_vec();
    let filling = usize::from(Digits::MAX_LEN) - spelled.len();
    texts.extend(["0", "9"].map(|digit| spelled.clone() + &digit.repeat(filling)));
    texts.extend(spelled.get(..spelled.len() - 1).map(str::to_owned));
    let digits = texts.iter().filter_map(|text| Digits::parse(text));
    digits.map(|digits| Owned::Small(Value::Digits(digits))).collect()
}

/// What is in a list, at its ends and in its midst, and what is just beside it.
fn members(policy: &Policy, list: ListId) -> Vec<Owned> {
    match &policy.lists[list].values {
        ListValues::Digits(all) => {
            let some = all.iter().step_by(all.len() / 8 + 1).chain(all.last());
            some.flat_map(|&one| [-1, 0, 1].into_iter().flat_map(move |step| longer(one, step))).collect()
        }
        ListValues::Texts(all) => {
            let some = all.iter().step_by(all.len() / 8 + 1).chain(all.last());
            some.flat_map(|text| shapes(text)).collect()
        }
    }
}

/// Amounts in each currency that are worth about as much.
fn amounts(rates: &Rates, list: &[Currency], literal: Money) -> Vec<Owned> {
    let near = |&currency: &Currency| {
        let worth = rates.worth(literal, currency).and_then(|worth| worth.floor().to_integer().to_u64());
        let around = worth.into_iter().flat_map(|worth| worth.saturating_sub(1)..=worth.saturating_add(2));
        around.map(move |minor| money(minor, currency)).collect::<Vec<_>>()
    };
    list.iter().flat_map(near).collect()
}

/// What two facts of this type may have in common.
fn alike(rates: &Rates, ty: &Type) -> Vec<Owned> {
    let Type::Money(list) = ty else { return shared(ty) };
    let worths = [100, 3_000, 1 << 40].into_iter().flat_map(|minor| {
        let literal = Currency::from_code("EUR").map(|currency| Money { minor, currency });
        literal.map(|literal| amounts(rates, list, literal)).unwrap_or_default()
    });
    let ends = list
        .iter()
        .flat_map(|&currency| [0, Type::WHOLE_MAX.unsigned_abs()].map(|minor| money(minor, currency)));
    worths.chain(ends).collect()
}

/// A text, and texts that begin, end or go on like it.
fn shapes(text: &str) -> Vec<Owned> {
    [text.to_owned(), format!("{text}x"), format!("x{text}"), format!("x{text}x")].map(Owned::Text).to_vec()
}

/// The amounts around those at which two connectors cost the same.
fn crossings(policy: &Policy, list: &[Currency]) -> Vec<Owned> {
    let mut amounts = vec![];
    let all: Vec<&Connector> = policy.connectors.iter().map(|(_, connector)| connector).collect();
    for (place, one) in all.iter().enumerate() {
        for other in all.iter().skip(place + 1) {
            for &currency in list {
                let at =
                    crossing(policy, one, other, currency).and_then(|at| at.floor().to_integer().to_u64());
                let around = at.into_iter().flat_map(|at| at.saturating_sub(1)..=at.saturating_add(2));
                amounts.extend(around.map(|minor| money(minor, currency)));
            }
        }
    }
    amounts
}

fn crossing(policy: &Policy, one: &Connector, other: &Connector, currency: Currency) -> Option<BigRational> {
    let line = |connector: &Connector| {
        let fee = connector.fee?;
        let fixed = match fee.fixed {
            Some(fixed) => policy.rates.worth(fixed, currency)?,
            None => BigRational::from(BigInt::from(0)),
        };
        Some((BigRational::new(BigInt::from(fee.basis_points), BigInt::from(10_000)), fixed))
    };
    let (one, other) = (line(one)?, line(other)?);
    let slope = one.0 - other.0;
    (slope != BigRational::from(BigInt::from(0))).then(|| (other.1 - one.1) / slope)
}
