//! Payments that are like a given one in some facts, as a region and one by one.

use waypost_dsl::hir::{Fact, FactId, Origin, Type};
use waypost_dsl::space::{ABSENT, Axis, AxisId, Formula, KeySet, Region, Space};

use crate::explain::Explainer;
use crate::payment::Payment;
use crate::reference;

/// How many regions the payments that lack a fact may come to.
const MOST_REGIONS: usize = 256;

/// The facts that an axis tells of, as payments give them.
pub(super) fn about(space: &Space<'_>, axis: AxisId) -> Vec<FactId> {
    let facts = space.facts();
    let mut told = match space.axes().at(axis) {
        Some(Axis::Fact(id)) if matches!(facts[*id].origin, Origin::Part(_)) => vec![],
        Some(Axis::Fact(id) | Axis::Pattern(id, _) | Axis::Listed(id, _)) => vec![facts.base(*id)],
        Some(Axis::Order(one, other, _)) => vec![facts.base(*one), facts.base(*other)],
        Some(Axis::Opaque(formula)) => {
            axes(formula).into_iter().flat_map(|axis| about(space, axis)).collect()
        }
        None => vec![],
    };
    told.sort_unstable();
    told.dedup();
    told
}

fn axes(formula: &Formula) -> Vec<AxisId> {
    match formula {
        Formula::In(axis, _) => vec![*axis],
        Formula::All(parts) | Formula::Any(parts) => parts.iter().flat_map(axes).collect(),
    }
}

/// The payments that lack a fact though its `only when` holds; none if it has no `only when`, or must be there.
pub(super) fn lacking(space: &Space<'_>, id: FactId) -> Vec<Region> {
    let Fact { only_when: Some(when), optional: true, .. } = &space.facts()[id] else { return vec![] };
    // All that the condition asks for has its axis already.
    let allowed = space.clone().formula(when);
    let absent = Formula::In(space.axis(id), KeySet::point(ABSENT));
    Formula::all(vec![absent, allowed]).regions(MOST_REGIONS).unwrap_or_default()
}

impl Explainer<'_> {
    /// The payments of `start` that have each of these facts as `payment` has it, as far as the policy can tell.
    pub(super) fn agreeing(&self, payment: &Payment, facts: &[FactId], start: &Region) -> Option<Region> {
        let placed = self.proofs.placed(payment);
        let axes = self.axes.iter().filter(|(_, about)| about.iter().all(|fact| facts.contains(fact)));
        axes.map(|(axis, _)| *axis)
            .try_fold(start.clone(), |region, axis| region.with(axis, &KeySet::point(placed.on(axis))))
    }

    /// The payments of `start` that have each fact but those that are `free` as `payment` has it, or go without it since
    /// they are not ones that have it; less those of the second regions.
    pub(super) fn keeping(
        &self,
        payment: &Payment,
        free: &[FactId],
        start: &Region,
    ) -> Option<(Region, Vec<Region>)> {
        let placed = self.proofs.placed(payment);
        let mut region = start.clone();
        let mut outside = vec![];
        for (axis, about) in &self.axes {
            if about.iter().any(|fact| free.contains(fact)) {
                continue;
            }
            let key = placed.on(*axis);
            let others = about.iter().map(|fact| self.others(*fact, *axis, payment));
            let keys = others.fold(KeySet::point(key), |keys, others| keys.union(&others));
            region = region.with(*axis, &keys.intersection(&self.proofs.space().whole(*axis)))?;
            let may_go = about.iter().filter(|fact| self.may_go(**fact, payment));
            outside.extend(may_go.filter_map(|fact| self.another(*fact, *axis, key)));
        }
        let kept = self.given.iter().filter(|fact| !free.contains(fact) && self.may_go(**fact, payment));
        outside.extend(kept.flat_map(|fact| self.lacking.get(fact.slot()).into_iter().flatten().cloned()));
        Some((region, outside))
    }

    /// Whether the payment has the fact, and would lose it if another one changed.
    fn may_go(&self, fact: FactId, payment: &Payment) -> bool {
        self.snapshot.policy.facts[fact].only_when.is_some() && payment.is_given(fact)
    }

    /// Whether the payment lacks a flag that it would have if another fact changed: it would be false.
    pub(super) fn may_come(&self, fact: FactId, payment: &Payment) -> bool {
        let Fact { ty, optional, only_when, .. } = &self.snapshot.policy.facts[fact];
        *ty == Type::Flag && !optional && only_when.is_some() && !payment.is_given(fact)
    }

    /// The keys that a payment may come to on an axis since a fact comes or goes with another one.
    fn others(&self, fact: FactId, axis: AxisId, payment: &Payment) -> KeySet {
        let (goes, comes) = (self.may_go(fact, payment), self.may_come(fact, payment));
        match self.proofs.space().axes().at(axis) {
            _ if !goes && !comes => KeySet::EMPTY,
            Some(Axis::Pattern(..) | Axis::Listed(..)) => KeySet::point(0),
            Some(Axis::Fact(_)) if comes => KeySet::point(0),
            Some(Axis::Fact(_) | Axis::Order(..)) if goes => KeySet::point(ABSENT),
            _ => KeySet::full(),
        }
    }

    /// The payments that have the fact, and of another shape.
    fn another(&self, fact: FactId, axis: AxisId, key: u64) -> Option<Region> {
        let space = self.proofs.space();
        let is_shape = matches!(space.axes().at(axis), Some(Axis::Pattern(..) | Axis::Listed(..)));
        let there = space.whole(space.axis(fact)).minus(&KeySet::point(ABSENT));
        let region = Region::everything().with(space.axis(fact), &there).filter(|_| is_shape)?;
        region.with(axis, &space.whole(axis).minus(&KeySet::point(key)))
    }

    /// `other` with these facts as `payment` has them, if there can be such a payment.
    pub(super) fn mixed(&self, payment: &Payment, facts: &[FactId], other: &Payment) -> Option<Payment> {
        let mut mixed = other.clone();
        for fact in facts {
            mixed.take(&self.snapshot.policy.facts, *fact, payment);
        }
        self.snapshot.complete(&mut mixed).is_ok().then_some(mixed)
    }

    /// `payment` with the `free` facts as `other` has them, and without those that it cannot have then; if there can be
    /// such a payment.
    pub(super) fn changed(&self, payment: &Payment, free: &[FactId], other: &Payment) -> Option<Payment> {
        let policy = &self.snapshot.policy;
        let mut changed = Payment::new(&policy.facts);
        for fact in &self.given {
            let is_free = free.contains(fact);
            if is_free || self.may_have(*fact, &changed) {
                changed.take(&policy.facts, *fact, if is_free { other } else { payment });
            }
        }
        self.snapshot.complete(&mut changed).is_ok().then_some(changed)
    }

    /// Whether a payment may have a fact; it has all that this depends on.
    pub(super) fn may_have(&self, fact: FactId, payment: &Payment) -> bool {
        let policy = &self.snapshot.policy;
        policy.facts[fact].only_when.as_ref().is_none_or(|when| reference::holds(policy, when, payment))
    }

    /// The facts that the two payments do not have alike.
    pub(super) fn differing(&self, one: &Payment, other: &Payment) -> Vec<FactId> {
        let facts = &self.snapshot.policy.facts;
        let differs = |fact: &FactId| one.value(facts, *fact) != other.value(facts, *fact);
        self.given.iter().copied().filter(differs).collect()
    }
}
