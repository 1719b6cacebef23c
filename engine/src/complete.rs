//! Ends the filling of a payment: what must be there is there, and nothing else.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{self, Condition, FactId, Origin, Signal, Type};

use crate::graph::Graph;
use crate::keys::{Axes, Placed};
use crate::payment::{Payment, Refusal};

/// The facts that payments give, in an order in which each comes after those that its `only when` names.
#[derive(Debug)]
pub(crate) struct Facts(Vec<Given>);

/// One fact that payments give.
#[derive(Debug)]
struct Given {
    fact: FactId,
    /// Whether it may be there: one rule, for the payments that may have it.
    allowed: Option<Graph>,
    absent: Absent,
}

/// What it means that a fact is not there though it may be.
#[derive(Debug, Clone, Copy)]
enum Absent {
    /// Nothing.
    Fine,
    /// It has the first of its values: a flag is false, and a connector is up.
    First,
    /// The payment is refused.
    Refused,
}

impl Facts {
    /// `allowed` gives for each fact the graph of its `only when`, if it has one.
    pub(crate) fn of(facts: &hir::Facts, allowed: impl Iterator<Item = Option<Graph>>) -> Self {
        let mut waiting: Vec<(Vec<FactId>, Given)> = vec![];
        let given = facts.all.iter().zip(allowed);
        for ((id, fact), allowed) in given.filter(|((_, fact), _)| !matches!(fact.origin, Origin::Part(_))) {
            let absent = match fact.ty {
                _ if fact.optional => Absent::Fine,
                _ if matches!(fact.origin, Origin::Signal(_, Signal::Health)) => Absent::First,
                Type::Flag => Absent::First,
                _ => Absent::Refused,
            };
            let named = fact.only_when.as_ref().map(Condition::facts).unwrap_or_default();
            let needs = named.into_iter().map(|named| facts.base(named)).collect();
            waiting.push((needs, Given { fact: id, allowed, absent }));
        }
        Self(in_order(waiting, facts.len()))
    }
}

/// Each after those that it needs, else as declared; facts that need one another keep their order.
fn in_order(mut waiting: Vec<(Vec<FactId>, Given)>, slots: usize) -> Vec<Given> {
    let mut pending = vec![false; slots];
    for (_, given) in &waiting {
        mark(&mut pending, given.fact, true);
    }
    let mut ordered = vec![];
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|(needs, given)| {
            needs
                .iter()
                .all(|need| *need == given.fact || !pending.get(need.index()).is_some_and(|open| *open))
        });
        let (_, given) = waiting.remove(ready.unwrap_or(0));
        mark(&mut pending, given.fact, false);
        ordered.push(given);
    }
    ordered
}

fn mark(pending: &mut [bool], fact: FactId, open: bool) {
    pending.get_mut(fact.index()).into_iter().for_each(|mark| *mark = open);
}

/// Completes `payment` or refuses it.
pub(crate) fn complete(facts: &Facts, axes: &Axes, payment: &mut Payment) -> Result<(), Refusal> {
    for given in &facts.0 {
        let allowed =
            given.allowed.as_ref().is_none_or(|graph| graph.first(&Placed::new(axes, payment)).is_some());
        match (payment.is_given(given.fact), allowed, given.absent) {
            (true, false, _) => return Err(Refusal::Unexpected(given.fact)),
            (false, true, Absent::Refused) => return Err(Refusal::Missing(given.fact)),
            (false, true, Absent::First) => payment.set_first(given.fact),
            _ => {}
        }
    }
    Ok(())
}
