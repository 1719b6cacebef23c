//! The reference evaluator: walks the rules in order, as the language says it. The oracle that the graph is compared
//! with, kept plain on purpose.

use num_bigint::BigInt;
use num_rational::BigRational;
use waypost_dsl::hir::{
    Bound, Candidate, Condition, DigitRange, Digits, Money, Policy, Predicate, Stage, Test, Value,
    WholeRange, WorthRange,
};

use crate::decision::{Decision, StageDecision};
use crate::payment::Payment;

/// Decides a payment by walking `policy`.
pub fn evaluate<'p>(policy: &'p Policy, payment: &Payment) -> Decision<'p> {
    Decision::assemble(
        |kind| {
            policy
                .stages
                .iter()
                .find(|stage| stage.kind == kind)
                .and_then(|stage| decide(policy, stage, payment))
        },
        |Candidate::Connector(id)| holds(policy, &policy.connectors[*id].serves, payment),
    )
}

fn decide<'p>(policy: &'p Policy, stage: &'p Stage, payment: &Payment) -> Option<StageDecision<'p>> {
    let won = stage.rules.iter().map(|(_, rule)| rule).find(|rule| holds(policy, &rule.when, payment));
    match won {
        Some(rule) => Some(StageDecision { outcome: &rule.outcome, rule: Some(rule) }),
        None => stage.otherwise.as_ref().map(|outcome| StageDecision { outcome, rule: None }),
    }
}

/// Whether the payment meets the condition.
pub fn holds(policy: &Policy, condition: &Condition, payment: &Payment) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|part| holds(policy, part, payment)),
        Condition::Any(parts) => parts.iter().any(|part| holds(policy, part, payment)),
        Condition::Not(inner) => !holds(policy, inner, payment),
        Condition::Test(test) => meets(policy, test, payment),
    }
}

/// Whether the fact is there and as the test wants it.
fn meets(policy: &Policy, test: &Test, payment: &Payment) -> bool {
    let Some(value) = payment.value(&policy.facts, test.fact) else { return false };
    match (&test.predicate, value) {
        (Predicate::Present, _) => true,
        (Predicate::True, Value::Flag(flag)) => flag,
        (Predicate::OneOf(places), Value::OneOf(place)) => places.contains(&place),
        (Predicate::OneOf(places), Value::Country(country)) => places.contains(&country.index()),
        (Predicate::Whole(ranges), Value::Whole(number)) => ranges.iter().any(|range| within(*range, number)),
        (Predicate::Digits(ranges), Value::Digits(digits)) => {
            ranges.iter().any(|range| leads(*range, digits))
        }
        (Predicate::Worth(ranges), Value::Money(money)) => {
            ranges.iter().any(|range| is_worth(policy, range, money))
        }
        (Predicate::TextIs(texts), Value::Text(given)) => texts.iter().any(|text| text == given),
        (Predicate::TextLike(pattern), Value::Text(given)) => pattern.matches(given),
        _ => false,
    }
}

fn within(range: WholeRange, number: i64) -> bool {
    (range.low..=range.high).contains(&number)
}

/// Whether as many leading digits as the pattern has lie in it.
fn leads(range: DigitRange, digits: Digits) -> bool {
    let leading = digits.leading(range.low.len());
    leading.is_some_and(|leading| (range.low.number()..=range.high.number()).contains(&leading))
}

fn is_worth(policy: &Policy, range: &WorthRange, money: Money) -> bool {
    let minor = BigRational::from(BigInt::from(money.minor));
    let against =
        |bound: Bound| policy.rates.worth(bound.money, money.currency).map(|worth| minor.cmp(&worth));
    let above = |bound: Bound| {
        against(bound).is_some_and(|order| order.is_gt() || (bound.inclusive && order.is_eq()))
    };
    let below = |bound: Bound| {
        against(bound).is_some_and(|order| order.is_lt() || (bound.inclusive && order.is_eq()))
    };
    range.low.is_none_or(above) && range.high.is_none_or(below)
}
