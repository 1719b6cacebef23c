//! Random policies: facts of every type, conditions of every shape, far stranger than anybody would write.

use num_bigint::BigInt;
use num_rational::BigRational;
use waypost_dsl::arena::{Arena, Id};
use waypost_dsl::hir::{
    Bound, Candidate, Condition, Connector, ConnectorId, Connectors, DigitRange, Digits, Exemption, Fact,
    FactId, Facts, Money, Outcome, Policy, Predicate, Rates, Rule, Stage, StageKind, Test, TextPattern, Type,
    WholeRange, WorthRange,
};
use waypost_dsl::iso::{Country, Currency};
use waypost_dsl::{Sources, Span};

use super::draw::Draw;

/// Texts that tests name and payments have.
pub(crate) const TEXTS: [&str; 8] = ["", "a", "ab", "abc", "m1", "m10", "über", "b"];
const COUNTRIES: [&str; 6] = ["AD", "DE", "FR", "GB", "US", "ZW"];
/// Exponents 2, 0, 3 and 2.
const CURRENCIES: [&str; 4] = ["EUR", "JPY", "KWD", "USD"];

/// Longer lists consist mostly of rules that take few payments, so that many of them count.
const FEW: u64 = 20;

/// A span that means nothing.
pub(crate) fn nowhere() -> Span {
    Span { file: Sources::default().add("", ""), start: 0, end: 0 }
}

/// A policy with up to `rules` rules a stage.
pub(crate) fn policy(draw: &mut Draw, rules: u64) -> Policy {
    let facts = facts(draw, if rules > FEW { 10 } else { 1 });
    let connectors = connectors(draw, &facts);
    let rates = rates(draw);
    let mut stages = vec![];
    for kind in StageKind::ALL {
        if kind == StageKind::Route || draw.once_in(3) {
            stages.push(stage(draw, kind, &facts, connectors.len(), rules));
        }
    }
    Policy { name: "random".into(), facts, connectors, rates, stages }
}

fn stage(draw: &mut Draw, kind: StageKind, facts: &Facts, connectors: usize, most: u64) -> Stage {
    let mut rules = Arena::default();
    for number in 0..draw.below(most + 1) {
        let when = match draw.below(if most > FEW { 200 } else { 4 }) {
            0 | 1 => condition(draw, facts, &all, 3),
            2 => large(draw, facts),
            _ => Condition::All((0..draw.below(3) + 3).map(|_| condition(draw, facts, &all, 0)).collect()),
        };
        rules.add(Rule {
            name: number.to_string(),
            span: nowhere(),
            when,
            outcome: outcome(draw, kind, connectors),
        });
    }
    let otherwise = (!draw.once_in(8)).then(|| outcome(draw, kind, connectors));
    Stage { kind, rules, otherwise, span: nowhere() }
}

fn outcome(draw: &mut Draw, kind: StageKind, connectors: usize) -> Outcome {
    match (kind, draw.below(4)) {
        (StageKind::Screen, 0 | 1) => Outcome::Allow,
        (StageKind::Screen, 2) => Outcome::Review("queue".into()),
        (StageKind::Screen, _) => Outcome::Deny("reason".into()),
        (StageKind::Authenticate, 0) => Outcome::Challenge,
        (StageKind::Authenticate, 1) => Outcome::Frictionless,
        (StageKind::Authenticate, _) => Outcome::Exempt(*draw.pick(&Exemption::ALL)),
        (StageKind::Route, 0) => Outcome::NoRoute("reason".into()),
        (StageKind::Route, _) => {
            let mut plan: Vec<ConnectorId> = (0..connectors).map(ConnectorId::new).collect();
            let first = draw.place(connectors.max(1));
            plan.rotate_left(first);
            plan.truncate(draw.place(connectors + 1));
            Outcome::Plan(plan.into_iter().map(Candidate::Connector).collect())
        }
    }
}

fn connectors(draw: &mut Draw, facts: &Facts) -> Connectors {
    let mut connectors = Arena::default();
    for number in 0..draw.below(5) {
        let serves = condition(draw, facts, &all, 2);
        connectors.add(Connector { name: number.to_string(), serves, fee: None });
    }
    connectors
}

/// Rates for some of the currencies.
fn rates(draw: &mut Draw) -> Rates {
    let mut rates = Rates::default();
    for code in CURRENCIES {
        if !draw.once_in(4) {
            let rate = BigRational::new(BigInt::from(draw.below(400) + 1), BigInt::from(draw.below(300) + 1));
            rates.per_base.extend(Currency::from_code(code).map(|currency| (currency, rate)));
        }
    }
    rates
}

/// Up to ten facts more than `least`, and the currencies of the amounts among them. What a fact needs by `only when` always stands
/// before it, or always behind it.
fn facts(draw: &mut Draw, least: u64) -> Facts {
    let mut types = vec![];
    for _ in 0..draw.below(10) + least {
        let ty = a_type(draw);
        if let Type::Money(list) = &ty {
            types.push((Type::Currency(list.clone()), Some(FactId::new(types.len() + 1))));
        }
        types.push((ty, None));
    }
    let blank = |(ty, of): &(Type, Option<FactId>)| fact(ty.clone(), *of, false, None);
    let mut bare = Facts::default();
    types.iter().map(blank).for_each(|fact| _ = bare.all.add(fact));
    let behind = draw.once_in(2);
    let mut facts = Facts::default();
    for (place, (ty, of)) in types.into_iter().enumerate() {
        let near = move |other: FactId| if behind { other.index() > place } else { other.index() < place };
        let near = move |facts: &Facts, other: FactId| near(other) && near(facts.base(other));
        let only_when = (of.is_none() && draw.once_in(3)).then(|| condition(draw, &bare, &near, 1));
        let optional = of.is_none() && draw.once_in(3);
        facts.all.add(fact(ty, of, optional, only_when));
    }
    facts
}

fn fact(ty: Type, of: Option<FactId>, optional: bool, only_when: Option<Condition>) -> Fact {
    Fact { name: String::new(), ty, optional, only_when, private: false, of, span: nowhere() }
}

fn a_type(draw: &mut Draw) -> Type {
    match draw.below(10) {
        0 => Type::Flag,
        1 | 2 => {
            let names = ["a", "b", "c", Type::OTHER];
            let len = draw.place(names.len()) + 1;
            Type::OneOf(names.iter().rev().take(len).map(|&name| name.to_owned()).collect())
        }
        3 => Type::Country,
        4 => {
            let min = draw.between(-100, 100);
            Type::Integer { min, max: min + draw.between(0, 200) }
        }
        5 => Type::Percent,
        6 => Type::Duration,
        7 => {
            let min = draw.between(1, 19).unsigned_abs();
            let max = min + draw.below(20 - min);
            Type::Digits { min: u8::try_from(min).unwrap_or(1), max: u8::try_from(max).unwrap_or(1) }
        }
        8 => {
            let mut list: Vec<Currency> =
                CURRENCIES.iter().filter_map(|code| Currency::from_code(code)).collect();
            list.rotate_left(draw.place(4));
            list.truncate(draw.place(4) + 1);
            Type::Money(list)
        }
        _ => Type::Text,
    }
}

/// Any fact may be tested.
fn all(_: &Facts, _: FactId) -> bool {
    true
}

/// A condition on the facts that `may` allows, with up to `depth` levels of `and`, `or` and `not`.
fn condition(draw: &mut Draw, facts: &Facts, may: &impl Fn(&Facts, FactId) -> bool, depth: u32) -> Condition {
    let parts =
        |draw: &mut Draw| (0..draw.below(4)).map(|_| condition(draw, facts, may, depth - 1)).collect();
    match draw.below(8) {
        4 if depth > 0 => Condition::Any(parts(draw)),
        5 | 6 if depth > 0 => Condition::All(parts(draw)),
        7 if depth > 0 => Condition::Not(Box::new(condition(draw, facts, may, depth - 1))),
        _ => {
            let near: Vec<FactId> = facts.all.ids().filter(|&fact| may(facts, fact)).collect();
            if near.is_empty() {
                return Condition::ALWAYS;
            }
            let fact = *draw.pick(&near);
            Condition::Test(Test { fact, predicate: predicate(draw, &facts[fact].ty) })
        }
    }
}

/// A condition of more boxes than a rule may have.
fn large(draw: &mut Draw, facts: &Facts) -> Condition {
    let choice = |draw: &mut Draw| Condition::Any((0..3).map(|_| condition(draw, facts, &all, 0)).collect());
    Condition::All((0..draw.below(4) + 4).map(|_| choice(draw)).collect())
}

fn predicate(draw: &mut Draw, ty: &Type) -> Predicate {
    if draw.once_in(8) {
        return Predicate::Present;
    }
    let some = draw.below(3) + 1;
    let place = |draw: &mut Draw, len: usize| u16::try_from(draw.place(len)).unwrap_or(0);
    match ty {
        Type::Flag => Predicate::True,
        Type::OneOf(names) => Predicate::OneOf((0..some).map(|_| place(draw, names.len())).collect()),
        Type::Currency(list) => Predicate::OneOf((0..some).map(|_| place(draw, list.len())).collect()),
        Type::Country => {
            let country =
                |draw: &mut Draw| Country::from_code(draw.pick::<&str>(&COUNTRIES)).map(Country::index);
            Predicate::OneOf((0..some).filter_map(|_| country(draw)).collect())
        }
        Type::Integer { min, max } => {
            Predicate::Whole((0..some).map(|_| range(draw, min - 2, max + 2)).collect())
        }
        Type::Percent => Predicate::Whole((0..some).map(|_| range(draw, 0, 10_000)).collect()),
        Type::Duration => Predicate::Whole((0..some).map(|_| range(draw, 0, Type::WHOLE_MAX)).collect()),
        Type::Digits { max, .. } => Predicate::Digits((0..some).filter_map(|_| digits(draw, *max)).collect()),
        Type::Money(_) => Predicate::Worth((0..some).map(|_| worth(draw)).collect()),
        Type::Text if draw.once_in(2) => {
            let text = (*draw.pick(&TEXTS)).to_owned();
            Predicate::TextLike(match draw.below(3) {
                0 => TextPattern::StartsWith(text),
                1 => TextPattern::EndsWith(text),
                _ => TextPattern::Contains(text),
            })
        }
        Type::Text => Predicate::TextIs((0..some).map(|_| (*draw.pick(&TEXTS)).to_owned()).collect()),
    }
}

fn range(draw: &mut Draw, low: i64, high: i64) -> WholeRange {
    let low = draw.between(low, high);
    WholeRange { low, high: low.saturating_add(draw.between(0, (high - low) / 2 + 1)) }
}

/// Leading digits, sometimes more than any value has.
fn digits(draw: &mut Draw, max: u8) -> Option<DigitRange> {
    let len = u8::try_from(draw.below(u64::from(max) + 1) + 1).ok()?.min(Digits::MAX_LEN);
    let end = 10_u64.pow(u32::from(len));
    let low = draw.below(end);
    let high = low + draw.below((end - low).min(40));
    Some(DigitRange { low: Digits::new(len, low)?, high: Digits::new(len, high)? })
}

fn worth(draw: &mut Draw) -> WorthRange {
    let (low, high) = (bound(draw), bound(draw));
    match draw.below(4) {
        0 => WorthRange { low, high: None },
        1 => WorthRange { low: None, high },
        2 => WorthRange { low, high },
        _ => WorthRange { low, high: low.map(|low| Bound { inclusive: true, ..low }) },
    }
}

fn bound(draw: &mut Draw) -> Option<Bound> {
    let minor = if draw.once_in(10) { draw.below(1 << 53) } else { draw.below(50) * 100 };
    let currency = Currency::from_code(draw.pick::<&str>(&CURRENCIES))?;
    Some(Bound { money: Money { minor, currency }, inclusive: draw.once_in(2) })
}
