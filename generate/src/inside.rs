//! Payments for the rule sets of all shapes, most of them drawn from inside one of the rules.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Condition, Digits, Facts, Money, Origin, Policy, Predicate, Rule, Test, Type, Value};
use waypost_dsl::iso::Country;
use waypost_engine::{Payment, Snapshot, evaluate};

use crate::draw::Draw;
use crate::shape::{COUNTRIES, GREATEST_AMOUNT, MERCHANTS};

/// The fact that tells whether there is a card.
const METHOD: &str = "method";

/// How many payments are drawn in search of one that is decided amid the list.
const TRIES: usize = 1_000;

/// Payments for a snapshot, complete, three in five of them drawn from inside one of its rules.
pub fn payments(seed: u64, snapshot: &Snapshot, count: usize) -> Vec<Payment> {
    let mut draw = Draw::seeded(seed);
    (0..count).map(|_| completed(snapshot, payment(&mut draw, snapshot.policy()))).collect()
}

/// Payments for a snapshot, complete, that are decided by a rule between the first quarter and the last quarter of the
/// list; fewer of them if that hardly ever happens, as where the first rules take nearly all payments.
pub fn payments_amid(seed: u64, snapshot: &Snapshot, count: usize) -> Vec<Payment> {
    let mut draw = Draw::seeded(seed);
    let rules = rules(snapshot.policy());
    let amid = rules.get(rules.len() / 4..rules.len() * 3 / 4).unwrap_or_default();
    let (Some(first), Some(last)) = (amid.first(), amid.last()) else { return vec![] };
    let is_amid = |payment: &Payment| {
        let won = evaluate(snapshot, payment).route.and_then(|route| route.rule);
        won.is_some_and(|won| (first.span..=last.span).contains(&won.span))
    };
    let mut next = || {
        let tries = (0..TRIES).map(|_| {
            let rule = *draw.pick::<&Rule>(amid);
            completed(snapshot, drawn(&mut draw, &snapshot.policy().facts, Some(rule)))
        });
        { tries }.find(is_amid)
    };
    (0..count).map_while(|_| next()).collect()
}

fn completed(snapshot: &Snapshot, mut payment: Payment) -> Payment {
    assert_eq!(snapshot.complete(&mut payment), Ok(()), "a generated payment lacks nothing");
    payment
}

fn rules(policy: &Policy) -> Vec<&Rule> {
    policy.stages.iter().flat_map(|stage| stage.rules.iter()).map(|(_, rule)| rule).collect()
}

/// A payment for such a policy, three in five drawn from inside one of its rules.
fn payment(draw: &mut Draw, policy: &Policy) -> Payment {
    let rules = policy.stages.first().map(|stage| &stage.rules).filter(|_| draw.below(5) < 3);
    let rule = rules.and_then(|rules| rules.at(Id::new(draw.place(rules.len()))));
    drawn(draw, &policy.facts, rule)
}

/// A payment from inside a rule, or any.
fn drawn(draw: &mut Draw, facts: &Facts, rule: Option<&Rule>) -> Payment {
    let mut tests = rule.map_or_else(Vec::new, |rule| tests(&rule.when));
    // A range of amounts says more than the currency does that is tested with it.
    tests.sort_by_key(|(test, _)| !matches!(test.predicate, Predicate::Worth(_)));
    let is_card = is_card(draw, facts, &tests);
    let merchant = format!("m{}", draw.below(MERCHANTS * 2));
    let mut payment = Payment::new(facts);
    let own = facts.given().filter(|(_, fact)| fact.origin == Origin::Payment);
    for (id, fact) in own.filter(|(_, fact)| is_card || fact.only_when.is_none()) {
        let test = tests.iter().find(|(test, _)| facts.base(test.fact) == id);
        let inside = test.and_then(|(test, holds)| inside(draw, &fact.ty, test, *holds));
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
fn is_card(draw: &mut Draw, facts: &Facts, tests: &[(&Test, bool)]) -> bool {
    let method = facts.find(METHOD);
    let method = tests.iter().find(|(test, _)| Some(test.fact) == method);
    match method.map(|(test, _)| &test.predicate) {
        _ if tests.iter().any(|(test, _)| facts[test.fact].only_when.is_some()) => true,
        Some(Predicate::OneOf(places)) => places.contains(&0),
        _ => draw.below(2) == 0,
    }
}

/// The tests of a condition, and whether they must hold.
fn tests(when: &Condition) -> Vec<(&Test, bool)> {
    match when {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(tests).collect(),
        Condition::Not(inner) => tests(inner).into_iter().map(|(test, holds)| (test, !holds)).collect(),
        Condition::Test(test) => vec![(test, true)],
    }
}

/// A value that meets a test, or does not meet it.
fn inside<'t>(draw: &mut Draw, ty: &Type, test: &'t Test, holds: bool) -> Option<Value<'t>> {
    Some(match (&test.predicate, ty) {
        (Predicate::True, _) => Value::Flag(holds),
        (Predicate::OneOf(places), Type::Country) => Value::Country(Country::from_index(*draw.pick(places))?),
        (Predicate::OneOf(places), Type::Money(list)) => {
            let currency = *list.get(usize::from(*draw.pick(places)))?;
            Value::Money(Money { minor: draw.below(GREATEST_AMOUNT), currency })
        }
        (Predicate::OneOf(places), _) => Value::OneOf(*draw.pick(places)),
        (Predicate::Whole(ranges), _) => {
            let range = draw.pick(ranges);
            Value::Whole(draw.between(range.low, range.high))
        }
        (Predicate::Digits(ranges), _) => {
            let range = draw.pick(ranges);
            let leading = range.low.number() + draw.below(range.high.number() - range.low.number() + 1);
            let tail = 10_u64.pow(8 - u32::from(range.low.len()));
            Value::Digits(Digits::new(8, leading * tail + draw.below(tail))?)
        }
        (Predicate::Worth(ranges), _) => {
            let range = draw.pick(ranges);
            let (low, high) = (range.low?.money, range.high?.money);
            let minor = low.minor + draw.below(high.minor - low.minor + 1);
            Value::Money(Money { minor, currency: low.currency })
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
        Type::Money(list) => {
            Value::Money(Money { minor: draw.below(GREATEST_AMOUNT), currency: *draw.pick(list) })
        }
        _ => Value::Flag(draw.once_in(2)),
    }
}
