//! Random connectors with their fees, and plans that mix candidates of every kind.

use waypost_dsl::arena::Arena;
use waypost_dsl::hir::{
    Best, Candidate, Connector, ConnectorId, Connectors, FactId, Fee, Measure, Money, Origin, Plan, Split,
    Type,
};
use waypost_dsl::iso::Currency;

use super::conditions::{all, condition};
use super::{CURRENCIES, Names};
use crate::draw::Draw;

/// So many connectors, most of them with a fee. There are few different fees, so that some are the same. Where there are
/// as many as can be, each serves what a single test says: proofs would take too long otherwise.
pub(super) fn connectors(draw: &mut Draw, names: &Names, count: usize) -> Connectors {
    let mut connectors = Arena::default();
    let depth = if count < Plan::MAX { 2 } else { 0 };
    for number in 0..count {
        let serves = condition(draw, names, &all, depth);
        let fee = (!draw.once_in(5)).then(|| fee(draw));
        connectors.add(Connector { name: format!("c{number}"), serves, parts: vec![], fee });
    }
    connectors
}

fn fee(draw: &mut Draw) -> Fee {
    let currency = Currency::from_code(draw.pick::<&str>(&CURRENCIES)).filter(|_| !draw.once_in(3));
    let minor = *draw.pick(&[0, 1, 11, 25, 100, 9_999]);
    let basis_points = *draw.pick(&[0, 1, 60, 95, 140, 10_000]);
    Fee { basis_points, fixed: currency.map(|currency| Money { minor, currency }) }
}

/// A plan of some of the connectors.
pub(super) fn plan(draw: &mut Draw, names: &Names, connectors: &Connectors) -> Plan {
    let mut rest: Vec<ConnectorId> = connectors.ids().collect();
    let first = draw.place(rest.len().max(1));
    rest.rotate_left(first);
    rest.truncate(draw.place(rest.len() + 1));
    let mut candidates = vec![];
    while let Some(&next) = rest.first() {
        let some: Vec<ConnectorId> = rest.iter().copied().take(draw.place(rest.len()) + 1).collect();
        let candidate = match draw.below(3) {
            0 => None,
            1 => split(draw, names, &some).map(Candidate::Split),
            _ => Some(Candidate::Best(best(draw, names, connectors, &some))),
        };
        let candidate = candidate.unwrap_or(Candidate::Connector(next));
        rest.drain(..candidate.len());
        candidates.push(candidate);
    }
    Plan::new(candidates)
}

/// A split by any fact that one can go by.
fn split(draw: &mut Draw, names: &Names, some: &[ConnectorId]) -> Option<Split> {
    let stays = |ty: &Type| {
        matches!(ty, Type::Text | Type::Digits { .. } | Type::Integer { .. } | Type::OneOf(_) | Type::Country)
    };
    let facts = names.facts.all.iter().filter(|(_, fact)| fact.origin == Origin::Payment && stays(&fact.ty));
    let facts: Vec<FactId> = facts.map(|(id, _)| id).collect();
    if facts.is_empty() {
        return None;
    }
    let by = *draw.pick(&facts);
    let mut left = 100;
    let mut sides = vec![];
    for (place, &connector) in some.iter().enumerate() {
        let others = some.len() - place - 1;
        let most = left - u64::try_from(others).unwrap_or(0);
        let share = if others == 0 { left } else { draw.below(most) + 1 };
        left -= share;
        sides.push((connector, u8::try_from(share).unwrap_or(1)));
    }
    Some(Split { by, sides })
}

/// The best by any measure; by cost only if all of them have a fee.
fn best(draw: &mut Draw, names: &Names, connectors: &Connectors, some: &[ConnectorId]) -> Best {
    let amount = names.facts.all.iter().find(|(_, fact)| matches!(fact.ty, Type::Money(_))).map(|(id, _)| id);
    let priced = some.iter().all(|&id| connectors[id].fee.is_some());
    let by = match (draw.below(4), amount) {
        (0, _) => Measure::SuccessRate,
        (1, _) => Measure::Latency,
        (_, Some(amount)) if priced => Measure::Cost(amount),
        _ => Measure::Latency,
    };
    Best { by, connectors: some.to_vec() }
}
