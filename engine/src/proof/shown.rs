//! A region to one of its payments that shows what is claimed of it, tried out before anything is said.

use fastrand::Rng;
use waypost_dsl::diagnostic::{Witness, WitnessFact, WitnessValue};
use waypost_dsl::hir::{Fact, FactId, Origin, Policy, Signal, Type};
use waypost_dsl::space::Region;

use crate::keys::Placed;
use crate::payment::Payment;
use crate::proof::Proofs;
use crate::reference;

/// How many payments are drawn from a region before it is given up.
const DRAWN: u64 = 24;
/// The same where only some of its payments show what is asked.
const DRAWN_BY_CHANCE: u64 = 64;

/// A payment that shows something.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// The payment.
    pub(crate) payment: Payment,
    /// The same, as a policy spells it.
    pub(crate) witness: Witness,
    /// The region that it was found in.
    pub(crate) region: Region,
}

impl Proofs<'_> {
    /// A payment of `region` that shows what is asked: one that says little, if there is one, else one that is drawn.
    pub(crate) fn shown(&self, region: &Region, is_shown: &dyn Fn(&Payment) -> bool) -> Option<Shown> {
        self.shown_in(region, false, is_shown)
    }

    /// The same; `by_chance` says that only some payments of the region show it.
    pub(crate) fn shown_in(
        &self,
        region: &Region,
        by_chance: bool,
        is_shown: &dyn Fn(&Payment) -> bool,
    ) -> Option<Shown> {
        let draws = if by_chance { DRAWN_BY_CHANCE } else { DRAWN };
        let spelled = self.space().witness(region).and_then(|witness| {
            let payment = filled(self.policy, &witness)?;
            Some((payment, witness))
        });
        let is_good = |payment: &Payment| self.lies_in(region, payment) && is_shown(payment);
        let (payment, witness) = spelled.filter(|(payment, _)| is_good(payment)).or_else(|| {
            let payment = (0..draws).map(|seed| self.drawn(region, seed)).find(is_good)?;
            let witness = spelled_out(self.policy, &payment)?;
            Some((payment, witness))
        })?;
        Some(Shown { payment, witness, region: region.clone() })
    }

    /// A payment that is drawn from `region`, or from near it.
    pub(crate) fn drawn(&self, region: &Region, seed: u64) -> Payment {
        let mut payment = Payment::new(&self.policy.facts);
        self.known.fill_in(&mut Rng::with_seed(seed), region, &mut payment);
        payment
    }

    /// Whether a payment is one that can be, and lies in `region`.
    pub(crate) fn lies_in(&self, region: &Region, payment: &Payment) -> bool {
        let placed = Placed::new(&self.axes, payment);
        region.holds(&|axis| placed.on(axis)) && is_complete(self.policy, payment)
    }
}

/// The payment that a witness spells.
pub(crate) fn filled(policy: &Policy, witness: &Witness) -> Option<Payment> {
    let facts = &policy.facts;
    let mut payment = Payment::new(facts);
    for (id, fact) in facts.given() {
        match witness.facts.iter().find(|given| given.name == fact.name) {
            Some(given) => payment.set(facts, id, given.value.value(&fact.ty)?).ok()?,
            None if is_first(fact) => payment.set_first(id),
            None => {}
        }
    }
    Some(payment)
}

/// A payment as a policy spells it.
pub(crate) fn spelled_out(policy: &Policy, payment: &Payment) -> Option<Witness> {
    let facts = &policy.facts;
    let of = |(id, fact): (FactId, &Fact)| {
        let value = payment.value(facts, id)?;
        let value = WitnessValue::of(&fact.ty, value)?;
        Some(WitnessFact { name: fact.name.clone(), origin: fact.origin, value })
    };
    let is_said = |(id, fact): &(FactId, &Fact)| !(is_first(fact) && payment.slot(id.slot()) == 0);
    let facts = facts.given().filter(|one| payment.is_given(one.0)).filter(is_said);
    facts.map(of).collect::<Option<_>>().map(|facts| Witness { facts })
}

/// Whether a fact that is not told has its first value: a connector is up.
fn is_first(fact: &Fact) -> bool {
    matches!(fact.origin, Origin::Signal(_, Signal::Health))
}

/// Whether a payment has all that it must have, and nothing that it must not.
fn is_complete(policy: &Policy, payment: &Payment) -> bool {
    policy.facts.given().all(|(id, fact)| {
        let may = fact.only_when.as_ref().is_none_or(|when| reference::holds(policy, when, payment));
        match payment.is_given(id) {
            true => may,
            false => !may || fact.optional || fact.ty == Type::Flag,
        }
    })
}
