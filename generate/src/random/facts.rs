//! Random facts: those that payments give, with their parts, the signals of all connectors, and what is told of the last
//! attempt, in the order in which the checks put them.

use jiff::tz::TimeZone;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{
    Condition, ConnectorId, Fact, FactId, Facts, Lists, Origin, Predicate, Rates, Signal, Test, Type,
};
use waypost_dsl::iso::Currency;

use super::conditions::condition;
use super::{CURRENCIES, Names, nowhere};
use crate::draw::Draw;

/// Zones without summer time, with one, with one of half an hour, with odd offsets, and one that left out a day.
const ZONES: [&str; 8] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
];

/// The most names of a `one of` that has many.
const MANY: u64 = 400;

/// Up to ten facts more than `least` that payments give, and all that comes with them and with the connectors. The first
/// facts are bare; the second have their `only when`. What a fact needs by that always stands before it, or always
/// behind it.
pub(super) fn facts(
    draw: &mut Draw,
    least: u64,
    (rates, lists): (Rates, Lists),
    (connectors, retry): (usize, bool),
) -> (Names, Facts) {
    let types: Vec<Type> = (0..draw.below(10) + least).map(|_| a_type(draw)).collect();
    let optional: Vec<bool> = types.iter().map(|_| draw.once_in(3)).collect();
    let mut bare = Facts::default();
    for (number, (ty, &optional)) in types.iter().zip(&optional).enumerate() {
        given(&mut bare, &format!("f{number}"), ty, optional, None);
    }
    let mut names = Names { facts: bare, rates, lists };
    let behind = draw.once_in(2);
    let mut facts = Facts::default();
    for (number, (ty, &optional)) in types.iter().zip(&optional).enumerate() {
        let place = facts.len();
        let near = move |facts: &Facts, other: FactId| {
            let other = facts.base(other).slot();
            if behind { other > place } else { other < place }
        };
        let only_when = draw.once_in(3).then(|| condition(draw, &names, &near, 1));
        given(&mut facts, &format!("f{number}"), ty, optional, only_when.as_ref());
    }
    for facts in [&mut names.facts, &mut facts] {
        told(facts, connectors, retry);
    }
    (names, facts)
}

/// Adds a fact that payments give, and its parts behind it.
fn given(facts: &mut Facts, name: &str, ty: &Type, optional: bool, only_when: Option<&Condition>) {
    let fact = |name, ty, origin| Fact { optional, only_when: only_when.cloned(), ..fact(name, ty, origin) };
    let id = facts.all.add(fact(name.to_owned(), ty.clone(), Origin::Payment));
    let parts = match ty {
        Type::Money(list) => vec![("currency", Type::Currency(list.clone()))],
        Type::Timestamp(_) => vec![("hour", Type::Hour), ("weekday", Type::Weekday), ("date", Type::Date)],
        _ => vec![],
    };
    for (part, ty) in parts {
        facts.all.add(fact(format!("{name}.{part}"), ty, Origin::Part(id)));
    }
}

/// Adds what is told of connectors and of the last attempt.
fn told(facts: &mut Facts, connectors: usize, retry: bool) {
    let one_of = |names: &[String]| Type::OneOf(names.to_vec());
    let names: Vec<String> = (0..connectors).map(|number| format!("c{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        for signal in Signal::ALL {
            let (ty, optional) = match signal {
                Signal::Health => (one_of(&Signal::HEALTH.map(str::to_owned)), false),
                Signal::SuccessRate => (Type::Percent, true),
                Signal::Latency => (Type::Duration, true),
            };
            let origin = Origin::Signal(ConnectorId::new(number), signal);
            let name = format!("{name}.{}", signal.as_str());
            facts.all.add(Fact { optional, ..fact(name, ty, origin) });
        }
    }
    if !retry {
        return;
    }
    let attempt = Type::Integer { min: 1, max: 1_000 };
    let attempt = Fact { optional: true, ..fact("attempt".into(), attempt, Origin::Attempt) };
    let attempt = facts.all.add(attempt);
    let with_it = Condition::Test(Test { fact: attempt, predicate: Predicate::Present });
    let decline = one_of(&["issuer_unavailable", "stolen_card", Type::OTHER].map(str::to_owned));
    let connector = if names.is_empty() { vec![Type::OTHER.to_owned()] } else { names };
    for (name, ty) in [("decline", decline), ("connector", one_of(&connector))] {
        let only_when = Some(with_it.clone());
        facts.all.add(Fact { only_when, ..fact(name.into(), ty, Origin::Attempt) });
    }
}

fn fact(name: String, ty: Type, origin: Origin) -> Fact {
    let (optional, only_when, private, spellings, span) = (false, None, false, vec![], nowhere());
    Fact { name, ty, optional, only_when, private, origin, spellings, span }
}

fn a_type(draw: &mut Draw) -> Type {
    match draw.below(12) {
        0 => Type::Flag,
        1 if draw.once_in(2) => {
            let names = (0..draw.below(MANY)).map(|number| format!("v{number}"));
            Type::OneOf(names.chain([Type::OTHER.to_owned()]).collect())
        }
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
            list.rotate_left(draw.place(5));
            list.truncate(draw.place(5) + 1);
            Type::Money(list)
        }
        9 | 10 => Type::Timestamp(TimeZone::get(draw.pick::<&str>(&ZONES)).unwrap_or(TimeZone::UTC)),
        _ => Type::Text,
    }
}
