//! Rules in a form that any engine can write in its own language: tests of texts, whole numbers and flags, joined by
//! all, any and not. Amounts become minor units of a currency, and leading digits numbers of eight digits.

use waypost_dsl::hir::{Bound, Condition, DigitRange, FactId, Facts, Policy, Predicate, Type, WorthRange};
use waypost_dsl::iso::{Country, Currency};

/// How many digits the number has that stands for a BIN.
pub const BIN_DIGITS: u8 = 8;

/// What a payment must meet.
#[derive(Debug, Clone)]
pub enum When {
    /// Every one of these.
    All(Vec<When>),
    /// At least one of these.
    Any(Vec<When>),
    /// Not this.
    Not(Box<When>),
    /// This field has one of these texts.
    Is(String, Vec<String>),
    /// This field has a number within one of these ranges, both ends included.
    Within(String, Vec<(i64, i64)>),
    /// This field is true.
    True(String),
}

/// The conditions of the rules of a policy with one stage, in order.
pub fn rules(policy: &Policy) -> Vec<When> {
    let [stage] = policy.stages.as_slice() else { panic!("a rule set has one stage") };
    stage.rules.iter().map(|(_, rule)| when(&policy.facts, &rule.when)).collect()
}

fn when(facts: &Facts, condition: &Condition) -> When {
    let each = |parts: &[Condition]| parts.iter().map(|part| when(facts, part)).collect();
    match condition {
        Condition::All(parts) => all(each(parts)),
        Condition::Any(parts) => When::Any(each(parts)),
        Condition::Not(inner) => When::Not(Box::new(when(facts, inner))),
        Condition::Test(test) => meets(facts, test.fact, &test.predicate),
    }
}

/// All of these, without `all` in `all`, which is what blocks of rules leave behind.
fn all(parts: Vec<When>) -> When {
    let flat = parts.into_iter().flat_map(|part| match part {
        When::All(parts) => parts,
        part => vec![part],
    });
    When::All(flat.collect())
}

fn meets(facts: &Facts, id: FactId, predicate: &Predicate) -> When {
    let fact = &facts[id];
    let name = || fact.name.clone();
    match predicate {
        Predicate::True => When::True(name()),
        Predicate::OneOf(places) => {
            When::Is(name(), places.iter().map(|&place| spelled(&fact.ty, place)).collect())
        }
        Predicate::Whole(ranges) => {
            When::Within(name(), ranges.iter().map(|range| (range.low, range.high)).collect())
        }
        Predicate::Digits(ranges) => When::Within(name(), ranges.iter().map(leading).collect()),
        Predicate::Worth(ranges) => any(ranges.iter().map(|range| worth(&fact.name, range)).collect()),
        Predicate::TextIs(texts) => When::Is(name(), texts.clone()),
        other => panic!("no rule set of the benchmark holds {other:?}"),
    }
}

fn any(mut parts: Vec<When>) -> When {
    if parts.len() == 1 { parts.swap_remove(0) } else { When::Any(parts) }
}

fn spelled(ty: &Type, place: u16) -> String {
    match ty {
        Type::OneOf(names) => names[usize::from(place)].clone(),
        Type::Country => Country::from_index(place).expect("a place in the list").code().to_owned(),
        Type::Currency(list) => list[usize::from(place)].code().to_owned(),
        other => panic!("{other:?} has no names"),
    }
}

/// The numbers of eight digits that begin with digits of the range.
fn leading(range: &DigitRange) -> (i64, i64) {
    let tail = 10_i64.pow(u32::from(BIN_DIGITS - range.low.len()));
    let [low, high] = [range.low, range.high].map(|digits| i64::try_from(digits.number()).expect("8 digits"));
    (low * tail, (high + 1) * tail - 1)
}

/// The rule sets have no rates: an amount is compared in the one currency that its range names.
fn worth(name: &str, range: &WorthRange) -> When {
    let minor = |bound: Bound| i64::try_from(bound.money.minor).expect("minor units");
    let currency: Currency = range.low.or(range.high).expect("a range has an end").money.currency;
    let low = range.low.map_or(0, |bound| minor(bound) + i64::from(!bound.inclusive));
    let high = range.high.map_or(Type::WHOLE_MAX, |bound| minor(bound) - i64::from(!bound.inclusive));
    When::All(vec![
        When::Is(format!("{name}.currency"), vec![currency.code().to_owned()]),
        When::Within(format!("{name}.minor"), vec![(low, high)]),
    ])
}
