//! The reference evaluator: walks the rules in order, as the language says it. The oracle that the graph is compared
//! with, kept plain on purpose.

use num_bigint::BigInt;
use num_rational::BigRational;
use waypost_dsl::hir::{
    self, Best, Bound, Condition, ConnectorId, DigitRange, Digits, Measure, Money, Policy, Predicate, Signal,
    Split, Stage, StageKind, Test, Value, WholeRange, WorthRange,
};

use crate::decision::{self, Decision, Effect, Judge, StageDecision};
use crate::payment::Payment;
use crate::signals::Signals;
use crate::split::side;

/// Decides a payment by walking `policy`.
pub fn evaluate<'p>(policy: &'p Policy, payment: &Payment) -> Decision<'p> {
    Decision::of(&Walk { policy, payment, signals: Signals::of(policy) })
}

/// The connectors of a `best` in the order in which the payment would try them, whether they serve it or not.
pub(crate) fn ranked(policy: &Policy, payment: &Payment, best: &Best) -> Vec<ConnectorId> {
    let walk = Walk { policy, payment, signals: Signals::of(policy) };
    let places = decision::ranked(&walk, best);
    places.filter_map(|place| best.connectors.get(place).copied()).collect()
}

/// A policy and a payment to walk it with.
struct Walk<'p, 'y> {
    policy: &'p Policy,
    payment: &'y Payment,
    signals: Signals,
}

impl<'p> Judge<'p> for Walk<'p, '_> {
    fn decide(&self, kind: StageKind) -> Option<(StageDecision<'p>, Effect<'p>)> {
        let stage = self.policy.stages.iter().find(|stage| stage.kind == kind)?;
        let decided = decide(self.policy, stage, self.payment)?;
        Some((decided, Effect::of(decided.outcome)))
    }

    fn was_attempted(&self) -> bool {
        self.signals.was_attempted(self.payment.values())
    }

    fn serves(&self, connector: ConnectorId) -> bool {
        holds(self.policy, &self.policy.connectors[connector].serves, self.payment)
    }

    fn side(&self, split: &Split) -> usize {
        side(&self.policy.facts, split, self.payment.values())
    }

    fn measure(&self, best: &Best, connector: ConnectorId) -> Option<u64> {
        let signal = |signal| self.signals.number(self.policy, self.payment.values(), connector, signal);
        match best.by {
            Measure::SuccessRate => signal(Signal::SuccessRate).map(|rate| u64::MAX - rate),
            Measure::Latency => signal(Signal::Latency),
            Measure::Cost(amount) => {
                let Some(Value::Money(money)) = self.payment.value(&self.policy.facts, amount) else {
                    return None;
                };
                let own = fee(self.policy, connector, money)?;
                let lower = best
                    .connectors
                    .iter()
                    .filter(|other| fee(self.policy, **other, money).is_some_and(|other| other < own));
                Some(lower.count() as u64)
            }
        }
    }

    fn is_down(&self, connector: ConnectorId) -> bool {
        self.signals.is_down(self.policy, self.payment.values(), connector)
    }
}

/// What a connector takes for an amount, in minor units of its currency.
fn fee(policy: &Policy, connector: ConnectorId, money: Money) -> Option<BigRational> {
    let fee = policy.connectors[connector].fee?;
    let share =
        BigRational::new(BigInt::from(money.minor) * BigInt::from(fee.basis_points), BigInt::from(10_000));
    match fee.fixed {
        Some(fixed) => Some(share + policy.rates.worth(fixed, money.currency)?),
        None => Some(share),
    }
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
    let facts = &policy.facts;
    let Some(value) = payment.value(facts, test.fact) else { return false };
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
        (Predicate::Listed(list), Value::Text(given)) => policy.lists[*list].has_text(given),
        (Predicate::Listed(list), Value::Digits(digits)) => policy.lists[*list].leads(digits),
        (Predicate::Against(relation, other), value) => payment.value(facts, *other).is_some_and(|second| {
            hir::order(&policy.rates, (&facts[test.fact].ty, value), (&facts[*other].ty, second))
                .is_some_and(|order| relation.holds(order))
        }),
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
