//! The ends of ranges, on which cases should stand: the last value inside, and the first one outside.

use std::collections::HashSet;

use num_traits::ToPrimitive as _;
use waypost_dsl::hir::{
    Bound, Condition, FactId, Money, Policy, Predicate, StageKind, Test, Type, Value, WholeRange, WorthRange,
    day,
};
use waypost_dsl::iso::Currency;
use waypost_dsl::literal;
use waypost_dsl::source::Span;

use crate::payment::Payment;

/// An end of a range in the condition of a rule, on which no case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundary {
    /// The stage of the rule.
    pub stage: StageKind,
    /// The name of the rule, the first one that asks for it.
    pub rule: String,
    /// Where the rule stands.
    pub span: Span,
    /// What it asks: `amount <= 30.00 EUR`.
    pub test: String,
    /// What no case gives, as a payment spells it: `amount=30.01 EUR`.
    pub missing: Vec<String>,
}

/// One end of a range: the last value inside, and the first one outside, in each currency of an amount.
struct End {
    fact: FactId,
    test: String,
    sides: Vec<[Step; 2]>,
}

/// A value on one side of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    Whole(i64),
    Money(u64, Currency),
}

/// The ends of ranges in the conditions of `policy` on which none of the payments stands, each once.
pub fn boundaries(policy: &Policy, payments: &[&Payment]) -> Vec<Boundary> {
    let given = |fact: FactId| -> HashSet<Step> {
        payments.iter().filter_map(|payment| step(payment.value(&policy.facts, fact)?)).collect()
    };
    let mut told = HashSet::new();
    let mut found = vec![];
    for stage in &policy.stages {
        for (_, rule) in stage.rules.iter() {
            for end in ends(policy, &rule.when) {
                let given = given(end.fact);
                let missing = |sides: &[Step; 2]| -> Vec<Step> {
                    sides.iter().copied().filter(|side| !given.contains(side)).collect()
                };
                let mut sides = end.sides.iter().map(missing);
                let Some(own) = sides.next().filter(|own| !own.is_empty()) else { continue };
                if sides.any(|other| other.is_empty()) || !told.insert(end.test.clone()) {
                    continue;
                }
                let missing = own.into_iter().map(|step| give(policy, end.fact, step)).collect();
                let (stage, rule, span) = (stage.kind, rule.name.clone(), rule.span);
                found.push(Boundary { stage, rule, span, test: end.test, missing });
            }
        }
    }
    found
}

fn step(value: Value<'_>) -> Option<Step> {
    match value {
        Value::Whole(number) => Some(Step::Whole(number)),
        Value::Money(money) => Some(Step::Money(money.minor, money.currency)),
        _ => None,
    }
}

/// The ends of all ranges that a condition asks for.
fn ends(policy: &Policy, condition: &Condition) -> Vec<End> {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().flat_map(|part| ends(policy, part)).collect()
        }
        Condition::Not(inner) => ends(policy, inner),
        Condition::Test(Test { fact, predicate: Predicate::Whole(ranges) }) => {
            ranges.iter().flat_map(|range| whole(policy, *fact, *range)).collect()
        }
        Condition::Test(Test { fact, predicate: Predicate::Worth(ranges) }) => {
            ranges.iter().flat_map(|range| worth(policy, *fact, range)).collect()
        }
        Condition::Test(_) => vec![],
    }
}

/// The ends of a range of whole numbers that lie within what the fact can be.
fn whole(policy: &Policy, fact: FactId, range: WholeRange) -> Vec<End> {
    let Some((least, most)) = policy.facts[fact].ty.bounds() else { return vec![] };
    let end = |signs: [&str; 2], inside: i64, outside: i64| {
        let sides = [Step::Whole(inside), Step::Whole(outside)];
        let [inside, outside] = sides.map(|step| spell(policy, fact, step));
        // What was written as `< 24h` is one millisecond less here.
        let (sign, value) = match outside.len() < inside.len() {
            true => (signs[1], outside),
            false => (signs[0], inside),
        };
        End { fact, test: test(policy, fact, sign, &value), sides: vec![sides] }
    };
    let low = (range.low > least).then(|| end([">=", ">"], range.low, range.low.saturating_sub(1)));
    let high = (range.high < most).then(|| end(["<=", "<"], range.high, range.high.saturating_add(1)));
    low.into_iter().chain(high).collect()
}

/// The ends of a range of worths.
fn worth(policy: &Policy, fact: FactId, range: &WorthRange) -> Vec<End> {
    let Type::Money(currencies) = &policy.facts[fact].ty else { return vec![] };
    let end = |bound: Bound, is_low: bool| {
        let sign = match (is_low, bound.inclusive) {
            (true, true) => ">=",
            (true, false) => ">",
            (false, true) => "<=",
            (false, false) => "<",
        };
        // The bound's own currency comes first, since it is what the rule speaks of.
        let own = currencies.iter().filter(|currency| **currency == bound.money.currency);
        let other = currencies.iter().filter(|currency| **currency != bound.money.currency);
        let sides = own.chain(other).filter_map(|currency| sides(policy, bound, is_low, *currency)).collect();
        End { fact, test: test(policy, fact, sign, &bound.money.to_string()), sides }
    };
    let (low, high) = (range.low.map(|bound| end(bound, true)), range.high.map(|bound| end(bound, false)));
    low.into_iter().chain(high).collect()
}

/// The last amount inside of a bound and the first one outside, in one currency.
fn sides(policy: &Policy, bound: Bound, is_low: bool, currency: Currency) -> Option<[Step; 2]> {
    let worth = policy.rates.worth(bound.money, currency)?;
    let (floor, exact) = (worth.floor(), worth.is_integer());
    let below = floor.to_integer().to_u64()?;
    // The greatest amount that lies below the cut between inside and outside.
    let last = match (is_low, bound.inclusive) {
        (true, true) | (false, false) if exact => below.checked_sub(1)?,
        _ => below,
    };
    let next = last.checked_add(1).filter(|next| *next <= Type::WHOLE_MAX.unsigned_abs())?;
    let (last, next) = (Step::Money(last, currency), Step::Money(next, currency));
    Some(if is_low { [next, last] } else { [last, next] })
}

fn test(policy: &Policy, fact: FactId, sign: &str, value: &str) -> String {
    format!("{} {sign} {value}", policy.facts[fact].name)
}

/// A value of a fact as it is spelled.
fn spell(policy: &Policy, fact: FactId, step: Step) -> String {
    match (step, &policy.facts[fact].ty) {
        (Step::Money(minor, currency), _) => Money { minor, currency }.to_string(),
        (Step::Whole(points), Type::Percent) => format!("{}.{:02}%", points / 100, points % 100),
        (Step::Whole(millis), Type::Duration) => literal::spell_duration(millis.unsigned_abs()),
        (Step::Whole(number), Type::Date) => {
            day::date_of(number).map_or(String::new(), |date| date.to_string())
        }
        (Step::Whole(number), _) => number.to_string(),
    }
}

/// What a payment gives to have the value.
fn give(policy: &Policy, fact: FactId, step: Step) -> String {
    format!("{}={}", policy.facts[fact].name, spell(policy, fact, step))
}
