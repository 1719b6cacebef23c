//! One payment, drawn fact by fact.

use fastrand::Rng;
use waypost_dsl::hir::{Fact, FactId, Origin, Signal, Type, Value};
use waypost_dsl::space::{ABSENT, KeySet, Region};

use crate::payment::Payment;
use crate::reference;
use crate::sample::{Compared, Given, Known};

/// How often a value is drawn before what is asked of it is given up.
pub(super) const TRIES: u32 = 16;
/// One in so many facts is as some condition asks for. More would lead most payments into the first rules, which single
/// out what is rare.
const LEANING: u32 = 8;

/// What a payment is drawn from.
#[derive(Debug)]
pub(super) struct Drawing<'s, 'p> {
    pub(super) known: &'s Known<'p>,
    pub(super) rng: &'s mut Rng,
}

impl<'s> Drawing<'s, '_> {
    /// Fills `payment` with values in `region`. A value that cannot be found there is another one.
    pub(super) fn fill(mut self, region: &Region, payment: &mut Payment) {
        payment.clear();
        let everywhere = Region::everything();
        for given in &self.known.facts {
            if self.may_have(given, payment) && !self.leaves_out(given, region) {
                let leaning = self.leaning(given, region);
                let mut regions = leaning.iter().chain([region, &everywhere]);
                regions.any(|region| self.give(given, region, payment).is_some());
            }
        }
    }

    fn fact(&self, given: &Given) -> &'s Fact {
        &self.known.policy.facts[given.id]
    }

    /// Whether the payment, which has all facts before this one, may have it.
    fn may_have(&self, given: &Given, payment: &Payment) -> bool {
        let only_when = self.fact(given).only_when.as_ref();
        only_when.is_none_or(|when| reference::holds(self.known.policy, when, payment))
    }

    /// Whether the payment goes without a fact that it may have.
    fn leaves_out(&mut self, given: &Given, region: &Region) -> bool {
        let fact = self.fact(given);
        match region.side(given.axis) {
            _ if !fact.optional => false,
            Some(side) if !side.contains(ABSENT) => false,
            Some(side) if *side == KeySet::point(ABSENT) => true,
            // Few payments are tried a second time.
            _ if fact.origin == Origin::Attempt => self.rng.u32(..4) > 0,
            _ => self.rng.u32(..3) == 0,
        }
    }

    /// The part of `region` in which the fact is as some condition wants it, or just at the end of that; nothing if it
    /// is to be as it comes.
    fn leaning(&mut self, given: &Given, region: &Region) -> Option<Region> {
        let fact = self.fact(given);
        if self.rng.u32(..LEANING) > 0 {
            // Most connectors are well.
            let is_health = matches!(fact.origin, Origin::Signal(_, Signal::Health));
            return region.clone().with(given.axis, &KeySet::point(0)).filter(|_| is_health);
        }
        let (axis, keys) = self.rng.choice(&given.asked)?;
        let has_ends = *axis == given.axis && !matches!(fact.ty, Type::Text | Type::Timestamp(_));
        match has_ends && self.rng.bool() {
            true => region.clone().with(*axis, &KeySet::point(self.end(keys)?)),
            false => region.clone().with(*axis, keys),
        }
    }

    /// Gives `payment` a value of the fact that lies in `region`.
    fn give(&mut self, given: &Given, region: &Region, payment: &mut Payment) -> Option<()> {
        let compared = |compared: &&Compared| {
            let other = other(compared, given).filter(|other| payment.is_given(*other));
            other.is_some() && region.side(compared.axis).is_some()
        };
        let compared: Vec<&Compared> = self.known.orders.iter().filter(compared).collect();
        let Some(first) = compared.first() else { return self.set(given, region, payment) };
        let before = payment.clone();
        (0..TRIES).find_map(|_| {
            payment.clone_from(&before);
            match self.rng.bool() {
                true => self.set_alike(given, other(first, given)?, region, payment)?,
                false => self.set(given, region, payment)?,
            }
            compared.iter().all(|compared| self.is_in_order(compared, region, payment)).then_some(())
        })
    }

    fn is_in_order(&self, compared: &Compared, region: &Region, payment: &Payment) -> bool {
        let key = compared.order.key(&self.known.policy.facts, payment.values());
        region.side(compared.axis).is_none_or(|keys| keys.contains(key))
    }

    fn set(&mut self, given: &Given, region: &Region, payment: &mut Payment) -> Option<()> {
        let ty = &self.fact(given).ty;
        let text;
        let value = match ty {
            Type::Text => {
                text = self.text(given, region)?;
                Value::Text(&text)
            }
            Type::Timestamp(_) => Value::Instant(self.instant(given, region)?),
            _ => ty.value(self.key(given, region)?)?,
        };
        payment.set(&self.known.policy.facts, given.id, value).ok()
    }
}

/// The fact with which this one is compared.
fn other(compared: &Compared, given: &Given) -> Option<FactId> {
    match compared.given {
        [one, other] if one == given.id => Some(other),
        [one, other] if other == given.id => Some(one),
        _ => None,
    }
}
