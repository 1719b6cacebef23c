//! Ends the filling of a payment: what must be there is there, and nothing else.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{self, Condition, Fact, FactId};

use crate::graph::Graph;
use crate::keys::{Axes, Placed};
use crate::payment::{Payment, Refusal};

/// The facts that payments give.
#[derive(Debug)]
pub(crate) struct Facts {
    /// In an order in which each comes after those that its `only when` names.
    given: Vec<Given>,
    /// The different conditions of all of them: each has one rule, for the payments that meet it.
    conditions: Vec<Graph>,
}

/// One fact that payments give.
#[derive(Debug)]
struct Given {
    fact: FactId,
    /// The place of the condition under which it may be there.
    only_when: Option<usize>,
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
    /// `conditions` are the different conditions that stand behind `only when`, each with its graph.
    pub(crate) fn of(facts: &hir::Facts, conditions: Vec<(&Condition, Graph)>) -> Self {
        let place = |when: &Condition| conditions.iter().position(|(known, _)| *known == when);
        let given = in_order(facts).into_iter().map(|id| {
            let fact = &facts[id];
            Given { fact: id, only_when: fact.only_when.as_ref().and_then(place), absent: Absent::of(fact) }
        });
        let given = given.collect();
        Self { given, conditions: conditions.into_iter().map(|(_, graph)| graph).collect() }
    }
}

impl Absent {
    fn of(fact: &Fact) -> Self {
        match fact.implied() {
            _ if fact.optional => Self::Fine,
            Some(_) => Self::First,
            None => Self::Refused,
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

/// What is known of the first conditions: a bit for each.
#[derive(Debug, Default)]
struct Known {
    asked: u64,
    met: u64,
}

/// Completes `payment` or refuses it.
pub(crate) fn complete(facts: &Facts, axes: &Axes, payment: &mut Payment) -> Result<(), Refusal> {
    let mut known = Known::default();
    for given in &facts.given {
        let allowed = given.only_when.is_none_or(|place| known.meets(facts, place, axes, payment));
        match (payment.is_given(given.fact), allowed, given.absent) {
            (true, false, _) => return Err(Refusal::Unexpected(given.fact)),
            (false, true, Absent::Refused) => return Err(Refusal::Missing(given.fact)),
            (false, true, Absent::First) => payment.set_first(given.fact),
            _ => {}
        }
    }
    Ok(())
}

impl Known {
    /// Whether the payment meets a condition. It is asked when all facts are settled that the condition names, so the
    /// answer stays.
    fn meets(&mut self, facts: &Facts, place: usize, axes: &Axes, payment: &Payment) -> bool {
        let bit = u32::try_from(place).ok().and_then(|place| 1_u64.checked_shl(place)).unwrap_or(0);
        if self.asked & bit != 0 {
            return self.met & bit != 0;
        }
        let graph = facts.conditions.get(place);
        let meets = graph.is_some_and(|graph| graph.first(&Placed::new(axes, payment)).is_some());
        self.asked |= bit;
        self.met |= if meets { bit } else { 0 };
        meets
    }
}
