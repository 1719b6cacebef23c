//! Large policies built the way that real ones grow: compliance first, blocks of card numbers and exceptions to them,
//! preferred merchants, then a block for each of fifty countries, a few large and most small, the exceptions before
//! the general rules, and regional fallbacks at the end. The same seed gives the same policy for ever.

use waypost_dsl::arena::{Arena, Id};
use waypost_dsl::hir::{
    Bound, Candidate, Condition, Connector, ConnectorId, DigitRange, Digits, Fact, FactId, Facts, Lists,
    Money, Origin, Outcome, Plan, Policy, Predicate, Rates, Rule, Stage, StageKind, Test, Type, WholeRange,
    WorthRange,
};
use waypost_dsl::iso::Currency;
use waypost_dsl::{Sources, Span};

use super::draw::Draw;

/// How many countries have a block of their own: the first ones of the alphabet.
pub(crate) const COUNTRIES: u64 = 50;
/// How many merchants have an id that rules may name.
pub(crate) const MERCHANTS: u64 = 400;
const CURRENCIES: [&str; 4] = ["EUR", "USD", "GBP", "JPY"];

/// The facts by their places.
#[derive(Debug, Clone, Copy)]
enum Is {
    Amount,
    Currency,
    Method,
    Country,
    Network,
    Funding,
    Bin,
    Risk,
    Recurring,
    Channel,
    Tier,
    Merchant,
}

impl Is {
    fn id(self) -> FactId {
        FactId::new(self as usize)
    }
}

/// A policy with one stage of `rules` rules, each a list of tests.
pub(crate) fn policy(seed: u64, rules: usize) -> Policy {
    let mut draw = Draw::seeded(seed);
    let mut stage = Arena::default();
    for (number, when) in conditions(&mut draw, rules).into_iter().enumerate() {
        let first = draw.place(4);
        let plan = [first, (first + 1) % 4].map(|place| Candidate::Connector(ConnectorId::new(place)));
        let outcome = Outcome::Plan(Plan::new(plan.to_vec()));
        stage.add(Rule { name: number.to_string(), span: nowhere(), when: Condition::All(when), outcome });
    }
    let otherwise = Some(Outcome::NoRoute("none".into()));
    let route = Stage { kind: StageKind::Route, rules: stage, otherwise, span: nowhere() };
    let mut connectors = Arena::default();
    for name in ["a", "b", "c", "d"] {
        connectors.add(Connector { name: name.into(), serves: Condition::ALWAYS, fee: None });
    }
    Policy {
        name: "structured".into(),
        facts: facts(),
        connectors,
        rates: Rates::default(),
        lists: Lists::default(),
        stages: vec![route],
        invariants: vec![],
    }
}

fn nowhere() -> Span {
    Span { file: Sources::default().add("", ""), start: 0, end: 0 }
}

fn facts() -> Facts {
    let one_of = |names: &[&str]| Type::OneOf(names.iter().map(|&name| name.to_owned()).collect());
    let list: Vec<Currency> = CURRENCIES.iter().filter_map(|code| Currency::from_code(code)).collect();
    let card = Condition::Test(one(Is::Method, 0));
    let types = [
        ("amount", Type::Money(list.clone())),
        ("amount.currency", Type::Currency(list)),
        ("method", one_of(&["card", "wallet", "bank_transfer", "crypto"])),
        ("country", Type::Country),
        ("card.network", one_of(&["visa", "mastercard", "amex", "other"])),
        ("card.funding", one_of(&["credit", "debit", "prepaid"])),
        ("card.bin", Type::Digits { min: 6, max: 8 }),
        ("risk", Type::Integer { min: 0, max: 100 }),
        ("recurring", Type::Flag),
        ("channel", one_of(&["web", "app", "store"])),
        ("merchant.tier", one_of(&["gold", "silver", "bronze"])),
        ("merchant.id", Type::Text),
    ];
    let mut facts = Facts::default();
    for (name, ty) in types {
        let only_when = name.starts_with("card.").then(|| card.clone());
        let part = name == "amount.currency";
        let origin = if part { Origin::Part(Is::Amount.id()) } else { Origin::Payment };
        facts.all.add(Fact {
            name: name.into(),
            ty,
            optional: false,
            only_when,
            private: false,
            origin,
            spellings: vec![],
            span: nowhere(),
        });
    }
    facts
}

/// The conditions in order, each a list of tests.
fn conditions(draw: &mut Draw, rules: usize) -> Vec<Vec<Condition>> {
    let (compliance, blocks, exceptions, merchants) = (rules / 100 + 2, rules / 40, rules / 12, rules / 20);
    let fallbacks = rules / 100 + 1;
    let mut all: Vec<Vec<Test>> = vec![];
    all.extend((0..compliance).map(|_| vec![country(draw.below(8) + 60)]));
    all.extend((0..blocks).map(|_| vec![bin(draw, 4)]));
    all.extend((0..exceptions).map(|_| vec![bin(draw, 6), detail(draw)]));
    all.extend((0..merchants).map(|_| vec![merchant(draw), detail(draw)]));
    let rest = rules.saturating_sub(all.len() + fallbacks);
    for (place, size) in zipf(rest).into_iter().enumerate() {
        all.extend(block(draw, place as u64, size));
    }
    all.extend((0..fallbacks).map(|_| region(draw)));
    all.truncate(rules);
    all.into_iter().map(|tests| tests.into_iter().map(Condition::Test).collect()).collect()
}

/// How many rules each country has, of `rules` in all: the n-th has a share like 1/n.
fn zipf(rules: usize) -> Vec<usize> {
    let shares: Vec<usize> =
        (1..=COUNTRIES).map(|place| 1_000_000 / usize::try_from(place).unwrap_or(1)).collect();
    let total: usize = shares.iter().sum();
    let mut sizes: Vec<usize> = shares.iter().map(|share| rules * share / total).collect();
    let rest = rules - sizes.iter().sum::<usize>();
    sizes.iter_mut().take(1).for_each(|first| *first += rest);
    sizes
}

/// The rules of one country: exceptions of all kinds, then tables, and a rule for the rest.
fn block(draw: &mut Draw, place: u64, size: usize) -> Vec<Vec<Test>> {
    let mut rules: Vec<Vec<Test>> = (0..size / 8).map(|_| exception(draw, place)).collect();
    rules.sort_by_key(|tests| std::cmp::Reverse(tests.len()));
    while rules.len() + 1 < size {
        rules.extend(table(draw, place));
    }
    rules.truncate(size.saturating_sub(1));
    rules.push(vec![country(place)]);
    rules.truncate(size);
    rules
}

fn exception(draw: &mut Draw, place: u64) -> Vec<Test> {
    let mut tests = vec![country(place)];
    for _ in 0..draw.below(4) + 2 {
        let test = detail(draw);
        if tests.iter().all(|known| known.fact != test.fact) {
            tests.push(test);
        }
    }
    tests
}

/// A table of one country: three to five columns, a row for most of the combinations of their cells, and here and
/// there an empty cell.
fn table(draw: &mut Draw, place: u64) -> Vec<Vec<Test>> {
    let names = |fact: Is, names: u64| (0..names).map(|place| one(fact, place)).collect::<Vec<_>>();
    let mut columns = vec![
        names(Is::Currency, 4),
        names(Is::Method, 4),
        names(Is::Network, 4),
        names(Is::Funding, 3),
        names(Is::Channel, 3),
        names(Is::Tier, 3),
        (0..4).map(|step| risk(step * 25, step * 25 + 24)).collect(),
        tiers(draw),
    ];
    for _ in 0..draw.below(3) + 3 {
        columns.remove(draw.place(columns.len()));
    }
    let mut rows = vec![vec![country(place)]];
    for cells in columns {
        rows = rows
            .into_iter()
            .flat_map(|row| cells.iter().map(move |cell| with(&row, cell)).collect::<Vec<_>>())
            .collect();
    }
    rows.retain(|_| draw.below(10) < 7);
    for row in &mut rows {
        if draw.once_in(12) {
            row.pop();
        }
    }
    rows.truncate(draw.place(200) + 40);
    rows
}

fn with(row: &[Test], cell: &Test) -> Vec<Test> {
    row.iter().chain([cell]).cloned().collect()
}

/// A fallback for some countries and one currency.
fn region(draw: &mut Draw) -> Vec<Test> {
    let places = (0..8).filter_map(|_| u16::try_from(draw.below(COUNTRIES)).ok()).collect();
    vec![Test { fact: Is::Country.id(), predicate: Predicate::OneOf(places) }, some(draw, Is::Currency, 4)]
}

/// A test of one of the smaller facts.
fn detail(draw: &mut Draw) -> Test {
    match draw.below(9) {
        0 => some(draw, Is::Currency, 4),
        1 => some(draw, Is::Method, 4),
        2 => some(draw, Is::Network, 4),
        3 => some(draw, Is::Funding, 3),
        4 => some(draw, Is::Channel, 3),
        5 => some(draw, Is::Tier, 3),
        6 => Test { fact: Is::Recurring.id(), predicate: Predicate::True },
        7 => {
            let low = draw.between(0, 9) * 10;
            risk(low, if draw.once_in(2) { 100 } else { low + 9 })
        }
        _ => tiers(draw).swap_remove(0),
    }
}

fn risk(low: i64, high: i64) -> Test {
    Test { fact: Is::Risk.id(), predicate: Predicate::Whole(vec![WholeRange { low, high }]) }
}

/// Tests of the amount in one currency, from some tier on one for each further one.
fn tiers(draw: &mut Draw) -> Vec<Test> {
    let tiers = [0, 1_000, 3_000, 5_000, 10_000, 25_000, 50_000, 100_000];
    let code = CURRENCIES.get(draw.place(4)).copied().unwrap_or("EUR");
    let bound = |minor: u64, inclusive| {
        Currency::from_code(code).map(|currency| Bound { money: Money { minor, currency }, inclusive })
    };
    let first = draw.place(tiers.len() - 3);
    let tier = |(&low, &high): (&u64, &u64)| {
        let range = WorthRange { low: bound(low, false), high: bound(high, true) };
        Test { fact: Is::Amount.id(), predicate: Predicate::Worth(vec![range]) }
    };
    tiers.iter().zip(tiers.iter().skip(1)).skip(first).map(tier).collect()
}

/// One or two of the names of a fact.
fn some(draw: &mut Draw, fact: Is, names: u64) -> Test {
    let mut test = one(fact, draw.below(names));
    if let (true, Predicate::OneOf(places)) = (draw.once_in(4), &mut test.predicate) {
        places.extend(u16::try_from(draw.below(names)));
    }
    test
}

fn one(fact: Is, place: u64) -> Test {
    Test { fact: fact.id(), predicate: Predicate::OneOf(vec![u16::try_from(place).unwrap_or(0)]) }
}

fn country(place: u64) -> Test {
    one(Is::Country, place)
}

fn merchant(draw: &mut Draw) -> Test {
    let text = format!("m{}", draw.below(MERCHANTS));
    Test { fact: Is::Merchant.id(), predicate: Predicate::TextIs(vec![text]) }
}

/// Card numbers that begin with one of a few strings of `len` digits.
fn bin(draw: &mut Draw, len: u8) -> Test {
    let low = (4 + draw.below(2)) * 10_u64.pow(u32::from(len) - 1)
        + draw.below(10_u64.pow(u32::from(len) - 1) - 20);
    let high = low + if len < 6 { 0 } else { draw.below(10) };
    let range = Digits::new(len, low).zip(Digits::new(len, high)).map(|(low, high)| DigitRange { low, high });
    Test { fact: Is::Bin.id(), predicate: Predicate::Digits(range.into_iter().collect()) }
}
