//! The fewest facts of a payment that would have to be others for another decision.
//!
//! If no change of some facts is enough, one of all the others must be among them, and the more facts such a proof
//! covers, the fewer the others are. So the fewest facts are looked for that agree with all such proofs; if no change of
//! these is enough either, there is one proof more. It is the dual of how [`force`](super::force) goes about it.
//!
//! A fact that another change takes away (a card's network, when the method becomes a wallet) does not count.

use std::cell::{Cell, RefCell};

use waypost_dsl::cases::Expected;
use waypost_dsl::hir::{Fact, FactId, Origin, Type};
use waypost_dsl::space::{ABSENT, KeySet, Region};

use crate::explain::Explainer;
use crate::explain::needs::{Trial, Way};
use crate::payment::Payment;
use crate::proof::{Gate, Question, Verdict, hitting};

/// How many sets of facts are asked about before it is given up.
const QUESTIONS: u32 = 2_000;

/// What would have to be otherwise for what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Nothing: it is decided already.
    Already,
    /// This is enough.
    Enough(Changed),
    /// No payment at all gets it: proved.
    Never,
    /// Nothing was found, and it is not proved that there is nothing.
    Unknown,
}

/// A payment of which some facts were changed, so that it gets what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The facts that were changed, in the order in which they are declared; not those that went with them.
    pub facts: Vec<FactId>,
    /// The payment that they make.
    pub payment: Payment,
    /// Whether it is proved that no change of fewer facts is enough.
    pub is_fewest: bool,
}

/// What is looked for.
struct Asked<'a, 's> {
    explainer: &'a Explainer<'s>,
    payment: &'a Payment,
    wanted: &'a Expected,
    start: Region,
    questions: Cell<u32>,
}

/// Whether a change of some facts is enough.
enum Enough {
    /// This payment gets what is wanted.
    By(Payment),
    /// No change of them is: proved.
    Never,
    Undecided,
}

pub(super) fn change(explainer: &Explainer<'_>, payment: &Payment, wanted: &Expected) -> Change {
    if explainer.gets(wanted, payment) {
        return Change::Already;
    }
    let start = explainer.proofs.start(wanted.stage);
    let asked = Asked { explainer, payment, wanted, start, questions: Cell::new(QUESTIONS) };
    asked.fewest()
}

impl Asked<'_, '_> {
    fn fewest(&self) -> Change {
        let all = self.preferred();
        let mut best = match self.enough(&all) {
            Enough::Never => return Change::Never,
            Enough::By(payment) => Some(self.least(payment)),
            Enough::Undecided => None,
        };
        let mut proofs: Vec<Vec<FactId>> = vec![];
        while let Some(chosen) = hitting(&proofs) {
            if best.as_ref().is_some_and(|best| self.count(best) <= chosen.len()) {
                return self.told(best, true);
            }
            match self.enough(&chosen) {
                Enough::By(payment) => return self.told(Some(payment), true),
                Enough::Never => proofs.push(self.needed(chosen, &all, &mut best)),
                Enough::Undecided => break,
            }
        }
        self.told(best, false)
    }

    /// The facts that payments give, those first that are likely to be wanted otherwise: texts say who somebody is, and
    /// signals and attempts are what happened.
    fn preferred(&self) -> Vec<FactId> {
        let facts = &self.explainer.snapshot.policy.facts;
        let mut all = self.explainer.given.clone();
        let rank = |Fact { ty, origin, .. }: &Fact| (*origin != Origin::Payment, *ty == Type::Text);
        all.sort_by_key(|fact| (rank(&facts[*fact]), *fact));
        all
    }

    /// Facts of which one must be changed, as no change of `chosen` is enough: all but those that are not enough together
    /// with `chosen` either. A better payment that is found on the way becomes the best one.
    fn needed(&self, mut chosen: Vec<FactId>, all: &[FactId], best: &mut Option<Payment>) -> Vec<FactId> {
        let mut needed = vec![];
        for fact in all.iter().rev().filter(|fact| !chosen.contains(fact)).copied().collect::<Vec<_>>() {
            chosen.push(fact);
            match self.enough(&chosen) {
                Enough::Never => continue,
                Enough::By(payment)
                    if best.as_ref().is_none_or(|best| self.count(&payment) < self.count(best)) =>
                {
                    *best = Some(payment);
                }
                Enough::By(_) | Enough::Undecided => {}
            }
            chosen.pop();
            needed.push(fact);
        }
        needed.reverse();
        needed
    }

    /// Whether a change of the `free` facts is enough; of none it is not, since the payment does not get what is wanted.
    fn enough(&self, free: &[FactId]) -> Enough {
        if free.is_empty() {
            return Enough::Never;
        }
        let Some(left) = self.questions.get().checked_sub(1) else { return Enough::Undecided };
        self.questions.set(left);
        let Asked { explainer, payment, .. } = self;
        let Some((region, outside)) = explainer.keeping(payment, free, &self.start) else {
            return Enough::Never;
        };
        let mut is_certain = true;
        for way in explainer.ways(self.wanted, &Trial { payment, free }) {
            match self.by(&way, free, &region, &outside) {
                Enough::Never => {}
                Enough::Undecided => is_certain = false,
                found @ Enough::By(_) => return found,
            }
        }
        if is_certain { Enough::Never } else { Enough::Undecided }
    }

    fn by(&self, way: &Way, free: &[FactId], region: &Region, outside: &[Region]) -> Enough {
        let Asked { explainer, payment, wanted, .. } = self;
        let Some((_, ladder)) = explainer.proofs.stage(wanted.stage) else { return Enough::Never };
        let found = RefCell::new(None);
        let is_wanted = |other: &Payment| {
            let other = explainer.changed(payment, free, other).filter(|other| explainer.gets(wanted, other));
            let is_found = other.is_some();
            found.replace(other);
            is_found
        };
        let struck = way.needs.struck.iter().flat_map(|connector| explainer.proofs.serves(*connector));
        let question = Question {
            within: self.within(way, region),
            outside: outside.iter().chain(struck).collect(),
            past: explainer
                .proofs
                .undenied(wanted.stage)
                .into_iter()
                .chain([Gate::new(ladder, 0, way.stops.clone())])
                .collect(),
            ..Question::default()
        };
        match (explainer.proofs.find(&question, &is_wanted), found.take()) {
            (Verdict::Never, _) => Enough::Never,
            (Verdict::Shown(shown), Some(changed)) => Enough::By(self.nearer(changed, &shown.region)),
            _ => Enough::Undecided,
        }
    }

    /// The parts of `region` that are as a way needs it.
    fn within(&self, way: &Way, region: &Region) -> Vec<Region> {
        let mut sides = way.needs.sides.iter();
        let Some(region) = sides.try_fold(region.clone(), |region, (axis, keys)| region.with(*axis, keys))
        else {
            return vec![];
        };
        let Some(connector) = way.needs.serves else { return vec![region] };
        let serves = self.explainer.proofs.serves(connector).iter();
        serves.filter_map(|serves| serves.intersection(&region)).collect()
    }

    /// The payment with its amounts and numbers as near to those of the first payment as `region` lets them be.
    fn nearer(&self, mut changed: Payment, region: &Region) -> Payment {
        let Asked { explainer, payment, wanted, .. } = self;
        let facts = &explainer.snapshot.policy.facts;
        for fact in explainer.differing(payment, &changed) {
            let ty = &facts[fact].ty;
            let is_ordered =
                matches!(ty, Type::Integer { .. } | Type::Percent | Type::Duration | Type::Money(_));
            let side = region
                .side(explainer.proofs.space().axis(fact))
                .filter(|_| is_ordered && payment.is_given(fact));
            let near = side.and_then(|side| nearest(side, payment.slot(fact.slot())));
            let Some(value) = near.and_then(|key| ty.value(key)) else { continue };
            let mut trial = changed.clone();
            if trial.set(facts, fact, value).is_ok()
                && explainer.snapshot.complete(&mut trial).is_ok()
                && explainer.gets(wanted, &trial)
            {
                changed = trial;
            }
        }
        changed
    }

    /// A payment that gets what is wanted too, with as few changes as are left when one after the other is taken back.
    fn least(&self, mut changed: Payment) -> Payment {
        let Asked { explainer, payment, wanted, .. } = self;
        let mut free: Vec<FactId> = self.preferred();
        free.retain(|fact| self.facts(&changed).contains(fact));
        for place in (0..free.len()).rev() {
            let fact = free.remove(place);
            match explainer.changed(payment, &free, &changed).filter(|trial| explainer.gets(wanted, trial)) {
                Some(less) => changed = less,
                None => free.insert(place, fact),
            }
        }
        changed
    }

    /// The facts that were changed, but for those that came or went with others.
    fn facts(&self, changed: &Payment) -> Vec<FactId> {
        let Asked { explainer, payment, .. } = self;
        let mut facts = explainer.differing(payment, changed);
        facts.retain(|fact| match changed.is_given(*fact) {
            true => !explainer.may_come(*fact, payment) || changed.slot(fact.slot()) != 0,
            false => explainer.may_have(*fact, changed),
        });
        facts.sort_unstable();
        facts
    }

    fn count(&self, changed: &Payment) -> usize {
        self.facts(changed).len()
    }

    fn told(&self, best: Option<Payment>, is_fewest: bool) -> Change {
        match best {
            Some(payment) => Change::Enough(Changed { facts: self.facts(&payment), payment, is_fewest }),
            None => Change::Unknown,
        }
    }
}

/// The key of a set that is nearest to a key.
fn nearest(keys: &KeySet, key: u64) -> Option<u64> {
    let clamped =
        keys.ranges().iter().map(|&(first, last)| key.clamp(first, last)).filter(|near| *near != ABSENT);
    clamped.min_by_key(|near| near.abs_diff(key))
}
