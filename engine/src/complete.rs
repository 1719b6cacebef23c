//! Ends the filling of a payment: what must be there is there, and nothing else.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{self, Condition, Fact, FactId, Origin, Signal, Type};

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
        let mut allowed: Vec<Option<Graph>> = allowed.collect();
        let given = in_order(facts).into_iter().map(|fact| {
            let allowed = allowed.get_mut(fact.index()).and_then(Option::take);
            Given { fact, allowed, absent: Absent::of(&facts[fact]) }
        });
        Self(given.collect())
    }
}

impl Absent {
    fn of(fact: &Fact) -> Self {
        match fact.ty {
            _ if fact.optional => Self::Fine,
            _ if matches!(fact.origin, Origin::Signal(_, Signal::Health)) => Self::First,
            Type::Flag => Self::First,
            _ => Self::Refused,
        }
    }
}

/// The facts that payments give, each after those that its `only when` names, else as declared; facts that need one
/// another keep their order.
pub(crate) fn in_order(facts: &hir::Facts) -> Vec<FactId> {
    let needs = |fact: &Fact| {
        let named = fact.only_when.as_ref().map(Condition::facts).unwrap_or_default();
        named.into_iter().map(|named| facts.base(named)).collect::<Vec<_>>()
    };
    let mut waiting: Vec<(FactId, Vec<FactId>)> = facts.given().map(|(id, fact)| (id, needs(fact))).collect();
    let mut pending = vec![true; facts.len()];
    let mut ordered = vec![];
    while !waiting.is_empty() {
        let is_pending = |need: &FactId| pending.get(need.index()).is_some_and(|open| *open);
        let ready =
            waiting.iter().position(|(id, needs)| needs.iter().all(|need| need == id || !is_pending(need)));
        let (id, _) = waiting.remove(ready.unwrap_or(0));
        pending.get_mut(id.index()).into_iter().for_each(|open| *open = false);
        ordered.push(id);
    }
    ordered
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
