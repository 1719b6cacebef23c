//! Random payments for a policy, half of their values on the corners of its tests: thresholds and their neighbours, the
//! very texts, digits that begin as a test wants.

use num_traits::ToPrimitive;
use waypost_dsl::hir::{Condition, Digits, Money, Policy, Predicate, Rates, Test, TextPattern, Type, Value};
use waypost_dsl::iso::{Country, Currency};
use waypost_engine::{Payment, reference};

use super::draw::Draw;
use super::random::TEXTS;

/// A value that owns its text.
#[derive(Debug, Clone)]
enum Owned {
    Small(Value<'static>),
    Text(String),
}

/// The values worth trying, for each fact.
#[derive(Debug)]
pub(crate) struct Corners(Vec<Vec<Owned>>);

impl Corners {
    /// The corners of all conditions of a policy.
    pub(crate) fn of(policy: &Policy) -> Self {
        let mut corners = Self(vec![vec![]; policy.facts.len()]);
        let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| &rule.when);
        let serves = policy.connectors.iter().map(|(_, connector)| &connector.serves);
        let only_when = policy.facts.all.iter().filter_map(|(_, fact)| fact.only_when.as_ref());
        rules.chain(serves).chain(only_when).for_each(|condition| corners.add(policy, condition));
        corners
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
                let fact = policy.facts.base(test.fact);
                let fits =
                    |value: &Owned| Payment::new(&policy.facts).set(&policy.facts, fact, value.get()).is_ok();
                let values = corners(policy, test).into_iter().filter(fits);
                self.0.get_mut(fact.slot()).into_iter().for_each(|known| known.extend(values.clone()));
            }
        }
    }
}

/// A payment that can be.
pub(crate) fn payment(draw: &mut Draw, policy: &Policy, corners: &Corners) -> Payment {
    let full: Vec<Option<Owned>> = policy
        .facts
        .all
        .iter()
        .zip(&corners.0)
        .map(|((_, fact), corners)| match corners.as_slice() {
            _ if fact.of.is_some() || (fact.optional && draw.once_in(3)) => None,
            [_, ..] if draw.once_in(2) => Some(draw.pick(corners).clone()),
            _ => Some(value(draw, &fact.ty)),
        })
        .collect();
    let mut allowed = vec![true; full.len()];
    // Each pass settles at least one more link of the longest chain of facts that need one another.
    for _ in 0..full.len() {
        let payment = filled(policy, &full, &allowed);
        let holds = |when: &Condition| reference::holds(policy, when, &payment);
        allowed =
            policy.facts.all.iter().map(|(_, fact)| fact.only_when.as_ref().is_none_or(holds)).collect();
    }
    filled(policy, &full, &allowed)
}

/// A payment that may lack facts, and may have some that it must not have.
pub(crate) fn flawed(draw: &mut Draw, policy: &Policy) -> Payment {
    let full = policy.facts.all.iter();
    let full: Vec<Option<Owned>> =
        full.map(|(_, fact)| fact.of.is_none().then(|| value(draw, &fact.ty))).collect();
    let allowed: Vec<bool> = full.iter().map(|_| !draw.once_in(4)).collect();
    filled(policy, &full, &allowed)
}

fn filled(policy: &Policy, values: &[Option<Owned>], allowed: &[bool]) -> Payment {
    let mut payment = Payment::new(&policy.facts);
    for ((id, value), allowed) in policy.facts.all.ids().zip(values).zip(allowed) {
        if let (Some(value), true) = (value, allowed) {
            assert_eq!(
                payment.set(&policy.facts, id, value.get()),
                Ok(()),
                "a generated value fits its fact"
            );
        }
    }
    payment
}

impl Owned {
    fn get(&self) -> Value<'_> {
        match self {
            Self::Small(value) => *value,
            Self::Text(text) => Value::Text(text),
        }
    }
}

/// Any value of a type.
fn value(draw: &mut Draw, ty: &Type) -> Owned {
    Owned::Small(match ty {
        Type::Flag => Value::Flag(draw.once_in(2)),
        Type::OneOf(names) => Value::OneOf(u16::try_from(draw.place(names.len())).unwrap_or(0)),
        Type::Country => Value::Country(any_country(draw)),
        Type::Integer { min, max } => Value::Whole(draw.between(*min, *max)),
        Type::Percent => Value::Whole(draw.between(0, 10_000)),
        Type::Duration => Value::Whole(draw.between(0, 100_000)),
        Type::Digits { min, max } => {
            let len = draw.between(i64::from(*min), i64::from(*max));
            let text: String =
                (0..len).filter_map(|_| char::from_digit(draw.below(10).to_u32()?, 10)).collect();
            return Digits::parse(&text)
                .map_or_else(|| Owned::Text(text), |digits| Owned::Small(Value::Digits(digits)));
        }
        Type::Money(list) => Value::Money(Money { minor: draw.below(10_000), currency: *draw.pick(list) }),
        Type::Text | Type::Currency(_) => return Owned::Text((*draw.pick(&TEXTS)).to_owned()),
    })
}

fn any_country(draw: &mut Draw) -> Country {
    let place = u16::try_from(draw.below(u64::from(Country::count()))).unwrap_or(0);
    let all = Country::codes().filter_map(Country::from_code).collect::<Vec<_>>();
    Country::from_index(place).unwrap_or_else(|| *draw.pick(&all))
}

/// The values around what a test compares with; some may not be of the fact's type.
fn corners(policy: &Policy, test: &Test) -> Vec<Owned> {
    let list = match &policy.facts[policy.facts.base(test.fact)].ty {
        Type::Money(list) => list.clone(),
        _ => vec![],
    };
    match &test.predicate {
        Predicate::Present => vec![],
        Predicate::True => vec![Owned::Small(Value::Flag(true))],
        Predicate::OneOf(places) => places.iter().flat_map(|&place| chosen(&list, place)).collect(),
        Predicate::Whole(ranges) => {
            let ends = ranges.iter().flat_map(|range| [range.low - 1, range.low, range.high, range.high + 1]);
            ends.map(|end| Owned::Small(Value::Whole(end))).collect()
        }
        Predicate::Digits(ranges) => {
            let ends = ranges
                .iter()
                .flat_map(|range| [(range.low, -1), (range.low, 0), (range.high, 0), (range.high, 1)]);
            ends.flat_map(|(end, step)| longer(end, step)).collect()
        }
        Predicate::Worth(ranges) => {
            let bounds = ranges.iter().flat_map(|range| [range.low, range.high]).flatten();
            bounds.flat_map(|bound| amounts(&policy.rates, &list, bound.money)).collect()
        }
        Predicate::TextIs(texts) => texts.iter().flat_map(|text| shapes(text)).collect(),
        Predicate::TextLike(
            TextPattern::StartsWith(part) | TextPattern::EndsWith(part) | TextPattern::Contains(part),
        ) => shapes(part),
    }
}

/// What a place can mean: a name, a country, a currency.
fn chosen(list: &[Currency], place: u16) -> Vec<Owned> {
    let currency =
        list.get(usize::from(place)).map(|&currency| Value::Money(Money { minor: 5_000, currency }));
    let country = Country::from_index(place).map(Value::Country);
    [Some(Value::OneOf(place)), country, currency].into_iter().flatten().map(Owned::Small).collect()
}

/// Strings of all lengths that begin with these digits or their neighbours.
fn longer(end: Digits, step: i64) -> Vec<Owned> {
    let Some(end) = end.number().checked_add_signed(step).and_then(|number| Digits::new(end.len(), number))
    else {
        return vec![];
    };
    let strings = ["", "0", "9", "00", "99", "0000", "9999"].map(|tail| format!("{end}{tail}"));
    strings
        .iter()
        .filter_map(|text| Digits::parse(text))
        .map(|digits| Owned::Small(Value::Digits(digits)))
        .collect()
}

/// Amounts in each currency that are worth about as much.
fn amounts(rates: &Rates, list: &[Currency], money: Money) -> Vec<Owned> {
    let near = |&currency: &Currency| {
        let worth = rates.worth(money, currency).and_then(|worth| worth.floor().to_integer().to_u64());
        let around = worth.into_iter().flat_map(|worth| worth.saturating_sub(1)..=worth.saturating_add(2));
        around.map(move |minor| Owned::Small(Value::Money(Money { minor, currency }))).collect::<Vec<_>>()
    };
    list.iter().flat_map(near).collect()
}

/// A text, and texts that begin, end or go on like it.
fn shapes(text: &str) -> Vec<Owned> {
    [text.to_owned(), format!("{text}x"), format!("x{text}"), format!("x{text}x")].map(Owned::Text).to_vec()
}
