//! Which connector is the cheapest for an amount, without reckoning while a payment is decided.
//!
//! What a connector costs is a straight line over the amount, so two connectors change their order at one amount at
//! most. Between these amounts the order of all is the same: it is found once, exactly, when the policy is compiled, and
//! looked up by the currency and the amount.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{
    Best, Candidate, ConnectorId, Connectors, FactId, Facts, Fee, Measure, Outcome, Policy, Rates, StageKind,
    Type, Value,
};
use waypost_dsl::iso::Currency;

use crate::payment::Values;

/// The order of connectors by their fees, for every amount.
#[derive(Debug)]
pub(crate) struct Costs {
    amount: FactId,
    /// For each currency of the amount.
    currencies: Vec<(Currency, Steps)>,
}

/// The order for amounts of one currency.
#[derive(Debug)]
struct Steps {
    // INVARIANT: in order, the first one 0.
    starts: Vec<u64>,
    /// For each start, and there for each connector, how many different fees are lower than its own.
    ranks: Vec<Vec<Option<u16>>>,
}

impl Costs {
    /// The costs of the connectors that a policy compares by them; nothing if it compares none.
    pub(crate) fn of(policy: &Policy) -> Option<Self> {
        let compared: Vec<(FactId, &Best)> = bests(policy).collect();
        let amount = compared.first()?.0;
        let Type::Money(list) = &policy.facts[amount].ty else { return None };
        let mut pairs: Vec<(ConnectorId, ConnectorId)> =
            compared.iter().flat_map(|(_, best)| pairs(&best.connectors)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let steps = |&currency: &Currency| (currency, Steps::of(policy, currency, &pairs));
        Some(Self { amount, currencies: list.iter().map(steps).collect() })
    }

    /// How many different fees are lower than that of the connector, for the amount of this payment.
    pub(crate) fn rank(&self, facts: &Facts, values: Values<'_>, connector: ConnectorId) -> Option<u64> {
        let Some(Value::Money(money)) = values.value(facts, self.amount) else { return None };
        let (_, steps) = self.currencies.iter().find(|(currency, _)| *currency == money.currency)?;
        let step = steps.starts.partition_point(|&start| start <= money.minor).checked_sub(1)?;
        steps.ranks.get(step)?.get(connector.index())?.map(u64::from)
    }
}

/// All that is compared by cost, with the amount that it is reckoned on.
fn bests(policy: &Policy) -> impl Iterator<Item = (FactId, &Best)> {
    let route = policy.stages.iter().filter(|stage| stage.kind == StageKind::Route);
    let outcomes =
        route.flat_map(|stage| stage.rules.iter().map(|(_, rule)| &rule.outcome).chain(&stage.otherwise));
    let candidates = outcomes.flat_map(|outcome| match outcome {
        Outcome::Plan(plan) => plan.candidates(),
        _ => &[],
    });
    candidates.filter_map(|candidate| match candidate {
        Candidate::Best(best) => match best.by {
            Measure::Cost(amount) => Some((amount, best)),
            _ => None,
        },
        _ => None,
    })
}

fn pairs(connectors: &[ConnectorId]) -> Vec<(ConnectorId, ConnectorId)> {
    let all = connectors.iter().flat_map(|&a| connectors.iter().map(move |&b| (a, b)));
    all.filter(|(a, b)| a < b).collect()
}

impl Steps {
    fn of(policy: &Policy, currency: Currency, pairs: &[(ConnectorId, ConnectorId)]) -> Self {
        let line = |id: ConnectorId| line(policy.connectors[id].fee?, &policy.rates, currency);
        let mut starts = vec![0];
        for (a, b) in pairs {
            let (Some(a), Some(b)) = (line(*a), line(*b)) else { continue };
            // At the amount where two fees are the same, and behind it, the order may be another one.
            if let Some(same) = crossing(&a, &b).and_then(|amount| amount.floor().to_integer().to_u64()) {
                starts.extend([same, same.saturating_add(1)]);
            }
        }
        starts.sort_unstable();
        starts.dedup();
        let ranks = starts.iter().map(|&minor| ranks(&policy.connectors, &line, minor)).collect();
        Self { starts, ranks }
    }
}

/// What a connector costs: the share of the amount, and the fixed part in minor units of the currency.
type Line = (BigRational, BigRational);

fn line(fee: Fee, rates: &Rates, currency: Currency) -> Option<Line> {
    let share = BigRational::new(BigInt::from(fee.basis_points), BigInt::from(10_000));
    let fixed = match fee.fixed {
        Some(fixed) => rates.worth(fixed, currency)?,
        None => BigRational::from(BigInt::from(0)),
    };
    Some((share, fixed))
}

fn crossing(a: &Line, b: &Line) -> Option<BigRational> {
    let slope = &a.0 - &b.0;
    let zero = BigRational::from(BigInt::from(0));
    (slope != zero).then(|| (&b.1 - &a.1) / slope)
}

fn ranks(
    connectors: &Connectors,
    line: &impl Fn(ConnectorId) -> Option<Line>,
    minor: u64,
) -> Vec<Option<u16>> {
    let amount = BigRational::from(BigInt::from(minor));
    let fees: Vec<Option<BigRational>> =
        connectors.ids().map(|id| line(id).map(|(share, fixed)| share * &amount + fixed)).collect();
    let mut known: Vec<&BigRational> = fees.iter().flatten().collect();
    known.sort();
    known.dedup();
    let rank = |fee: &Option<BigRational>| {
        u16::try_from(known.partition_point(|other| Some(*other) < fee.as_ref()))
            .ok()
            .filter(|_| fee.is_some())
    };
    fees.iter().map(rank).collect()
}
