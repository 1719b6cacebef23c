//! Flow typing: what is settled about a payment at some point of a condition.
//!
//! What stands to the left in an `and`, the enclosing `when`s and the `only when` of facts that are there count; in
//! an `or`, that what stands to the left does not hold. The knowledge is a region that surely holds the payment.

use crate::check::scope::Scope;
use crate::hir::{Condition, FactId, StageKind};
use crate::space::{ABSENT, Axis, Formula, KeySet, Region};

/// What is known.
#[derive(Debug, Clone, Default)]
pub(super) struct Knowledge {
    region: Region,
    /// Something that could have settled more is faulty, so nothing is reported for want of knowledge.
    pub(super) doubtful: bool,
    /// What is settled contradicts itself, so no payment gets here, and nothing that is asked of one can go wrong.
    contradictory: bool,
}

impl Knowledge {
    /// Nothing is known, and nothing is to be said about that.
    pub(super) fn doubtful() -> Self {
        Self { doubtful: true, ..Self::default() }
    }

    /// A region that surely holds the payment.
    pub(super) fn region(&self) -> &Region {
        &self.region
    }
}

impl Scope<'_, '_> {
    /// What is known of every payment that a stage is asked about: `retry` knows of an attempt.
    pub(super) fn start(&self, stage: StageKind) -> Knowledge {
        if stage != StageKind::Retry {
            return Knowledge::default();
        }
        let attempt = self.facts.find("attempt");
        let region = attempt.and_then(|attempt| self.present(Region::everything(), attempt));
        Knowledge { region: region.unwrap_or_default(), ..Knowledge::default() }
    }

    /// What is known where `condition` holds besides; a faulty one leaves a doubt.
    pub(super) fn assume(&mut self, known: &Knowledge, condition: Option<&Condition>) -> Knowledge {
        let formula = condition.map(|condition| self.space.formula(condition));
        self.settle(known, formula)
    }

    /// What is known where `condition` does not hold besides.
    pub(super) fn assume_not(&mut self, known: &Knowledge, condition: Option<&Condition>) -> Knowledge {
        let formula = condition.map(|condition| self.space.negation(condition));
        self.settle(known, formula)
    }

    fn settle(&self, known: &Knowledge, formula: Option<Formula>) -> Knowledge {
        let Some(formula) = formula else { return Knowledge { doubtful: true, ..known.clone() } };
        match self.narrow(known.region.clone(), &formula) {
            Some(region) => Knowledge { region, ..known.clone() },
            None => Knowledge { contradictory: true, ..known.clone() },
        }
    }

    /// The region where the formula holds besides, or a larger one; nothing if it cannot hold.
    fn narrow(&self, region: Region, formula: &Formula) -> Option<Region> {
        match formula {
            Formula::In(axis, keys) => {
                let region = region.with(*axis, &keys.intersection(&self.space.whole(*axis)))?;
                let there = region.side(*axis).is_some_and(|keys| !keys.contains(ABSENT));
                let met = region.side(*axis).is_some_and(|keys| !keys.contains(0));
                match self.space.axes().at(*axis) {
                    Some(Axis::Fact(fact)) if there => self.present(region, *fact),
                    Some(Axis::Pattern(fact, _) | Axis::Listed(fact, _)) if met => {
                        self.present(region, *fact)
                    }
                    Some(Axis::Order(one, other, _)) if there => {
                        let region = self.present(region, *one)?;
                        self.present(region, *other)
                    }
                    _ => Some(region),
                }
            }
            Formula::All(parts) => parts.iter().try_fold(region, |region, part| self.narrow(region, part)),
            Formula::Any(parts) => {
                let branches = parts.iter().filter_map(|part| self.narrow(region.clone(), part));
                branches.reduce(|a, b| hull(&a, &b))
            }
        }
    }

    /// The region where the fact is there besides, and what it depends on holds.
    fn present(&self, region: Region, fact: FactId) -> Option<Region> {
        let base = self.facts.base(fact);
        let axis = self.space.axis(base);
        let region = region.with(axis, &self.space.whole(axis).minus(&KeySet::point(ABSENT)))?;
        match self.only_when.get(base.slot()).and_then(Option::as_ref) {
            Some(when) => self.narrow(region, when),
            None => Some(region),
        }
    }

    /// The keys that a fact can have here.
    pub(super) fn possible(&self, known: &Knowledge, fact: FactId) -> KeySet {
        if known.contradictory {
            return KeySet::EMPTY;
        }
        let base = self.facts.base(fact);
        let axis = self.space.axis(fact);
        let keys = known.region.side(axis).cloned().unwrap_or_else(|| self.space.whole(axis));
        let only_when = self.only_when.get(base.slot()).and_then(Option::as_ref);
        match only_when {
            Some(when) if !self.facts[base].optional && self.follows(known, when) => {
                keys.minus(&KeySet::point(ABSENT))
            }
            _ => keys,
        }
    }

    /// Whether the fact is surely there.
    pub(super) fn is_present(&self, known: &Knowledge, fact: FactId) -> bool {
        !self.possible(known, fact).contains(ABSENT)
    }

    /// Whether the formula surely holds.
    fn follows(&self, known: &Knowledge, formula: &Formula) -> bool {
        match formula {
            Formula::In(axis, keys) => match self.space.axes().at(*axis) {
                Some(Axis::Fact(fact)) => self.possible(known, *fact).is_subset(keys),
                _ => known.region.side(*axis).is_some_and(|side| side.is_subset(keys)),
            },
            Formula::All(parts) => parts.iter().all(|part| self.follows(known, part)),
            Formula::Any(parts) => parts.iter().any(|part| self.follows(known, part)),
        }
    }
}

/// The smallest region that holds both.
fn hull(a: &Region, b: &Region) -> Region {
    let sides = a.sides().iter().filter_map(|(axis, keys)| Some((*axis, keys.union(b.side(*axis)?))));
    sides
        .fold(Region::everything(), |region, (axis, keys)| region.clone().with(axis, &keys).unwrap_or(region))
}
