//! Payments for structured policies, most of them drawn from inside one of the rules.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Condition, Digits, Facts, Money, Policy, Predicate, Test, Type, Value};
use waypost_dsl::iso::Country;
use waypost_engine::Payment;

use super::draw::Draw;
use super::structured::{COUNTRIES, MERCHANTS};

/// The fact that tells whether there is a card.
const METHOD: &str = "method";

/// A payment for such a policy, three in five drawn from inside one of its rules.
pub(crate) fn payment(draw: &mut Draw, policy: &Policy) -> Payment {
    let facts = &policy.facts;
    let rule = policy.stages.first().filter(|_| draw.below(5) < 3).and_then(|stage| {
        let place = draw.place(stage.rules.len());
        stage.rules.at(Id::new(place))
    });
    let tests = rule.map_or_else(Vec::new, |rule| tests(&rule.when));
    let is_card = is_card(draw, facts, &tests);
    let merchant = format!("m{}", draw.below(MERCHANTS * 2));
    let mut payment = Payment::new(facts);
    for (id, fact) in facts.given().filter(|(_, fact)| is_card || fact.only_when.is_none()) {
        let test = tests.iter().find(|test| facts.base(test.fact) == id);
        let inside = test.and_then(|test| inside(draw, &fact.ty, test));
        let value = match &fact.ty {
            Type::OneOf(_) if Some(id) == facts.find(METHOD) && is_card => Value::OneOf(0),
            Type::OneOf(_) if Some(id) == facts.find(METHOD) => inside.unwrap_or(Value::OneOf(1)),
            Type::Text => inside.unwrap_or(Value::Text(&merchant)),
            ty => inside.unwrap_or_else(|| any(draw, ty)),
        };
        assert_eq!(payment.set(facts, id, value), Ok(()), "a generated value fits its fact");
    }
    payment
}

/// Whether the payment is by card.
fn is_card(draw: &mut Draw, facts: &Facts, tests: &[&Test]) -> bool {
    let method = facts.find(METHOD);
    let of_card = |test: &&Test| facts[test.fact].only_when.is_some();
    let method = tests.iter().find(|test| Some(test.fact) == method);
    match method.map(|test| &test.predicate) {
        _ if tests.iter().any(of_card) => true,
        Some(Predicate::OneOf(places)) => places.contains(&0),
        _ => draw.below(2) == 0,
    }
}

fn tests(when: &Condition) -> Vec<&Test> {
    match when {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(tests).collect(),
        Condition::Not(_) => vec![],
        Condition::Test(test) => vec![test],
    }
}

/// A value that meets a test.
fn inside<'t>(draw: &mut Draw, ty: &Type, test: &'t Test) -> Option<Value<'t>> {
    Some(match (&test.predicate, ty) {
        (Predicate::True, _) => Value::Flag(true),
        (Predicate::OneOf(places), Type::Country) => Value::Country(Country::from_index(*draw.pick(places))?),
        (Predicate::OneOf(places), Type::Money(list)) => {
            let currency = *list.get(usize::from(*draw.pick(places)))?;
            Value::Money(Money { minor: draw.below(120_000), currency })
        }
        (Predicate::OneOf(places), _) => Value::OneOf(*draw.pick(places)),
        (Predicate::Whole(ranges), _) => {
            ranges.first().map(|range| Value::Whole(draw.between(range.low, range.high)))?
        }
        (Predicate::Digits(ranges), _) => {
            let range = draw.pick(ranges);
            let leading = range.low.number() + draw.below(range.high.number() - range.low.number() + 1);
            let tail = 10_u64.pow(8 - u32::from(range.low.len()));
            Value::Digits(Digits::new(8, leading * tail + draw.below(tail))?)
        }
        (Predicate::Worth(ranges), _) => {
            let range = draw.pick(ranges);
            let (low, high) = (range.low?, range.high?);
            let minor = low.money.minor + 1 + draw.below(high.money.minor - low.money.minor);
            Value::Money(Money { minor, currency: low.money.currency })
        }
        (Predicate::TextIs(texts), _) => Value::Text(draw.pick::<String>(texts)),
        _ => return None,
    })
}

/// Any value of a type.
fn any(draw: &mut Draw, ty: &Type) -> Value<'static> {
    match ty {
        Type::OneOf(names) => Value::OneOf(u16::try_from(draw.place(names.len())).unwrap_or(0)),
        Type::Country => {
            let place = u16::try_from(draw.below(COUNTRIES + 20)).unwrap_or(0);
            Country::from_index(place).map_or(Value::Flag(false), Value::Country)
        }
        Type::Integer { min, max } => Value::Whole(draw.between(*min, *max)),
        Type::Digits { .. } => {
            let digits = Digits::new(8, draw.below(20_000_000) + 40_000_000);
            digits.map_or(Value::Flag(false), Value::Digits)
        }
        Type::Money(list) => Value::Money(Money { minor: draw.below(120_000), currency: *draw.pick(list) }),
        _ => Value::Flag(draw.once_in(2)),
    }
}
