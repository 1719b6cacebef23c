//! What has been said of a payment already, and what follows from it: whether a fact is there.

use crate::hir::{FactId, Type};
use crate::space::describe::Describer;
use crate::space::describe::words::Words;
use crate::space::{ABSENT, Axis, AxisId, Formula, KeySet, Region};

impl Describer<'_, '_> {
    /// That a fact is absent, unless it cannot be.
    pub(super) fn absent(&self, fact: FactId, known: &Region) -> Words {
        match self.is_present(fact, known) {
            true => Words::Never,
            false => Words::positive(format!("{} is absent", self.given_name(fact))),
        }
    }

    /// That a fact is there, unless it must be.
    pub(super) fn present(&self, fact: FactId, known: &Region) -> Words {
        match self.is_present(fact, known) {
            true => Words::Always,
            false => Words::positive(format!("{} is present", self.given_name(fact))),
        }
    }

    fn given_name(&self, fact: FactId) -> &str {
        &self.space.facts[self.space.facts.base(fact)].name
    }

    /// Whether a side says nothing that other sides of the region do not say: that a fact is there of which more is said.
    pub(super) fn follows_from_others(&self, axis: AxisId, keys: &KeySet, region: &Region) -> bool {
        let Some(Axis::Fact(fact)) = self.space.axes.at(axis) else { return false };
        let whole = self.space.whole(axis);
        let says_present = whole.contains(ABSENT) && whole.minus(keys) == KeySet::point(ABSENT);
        let mut more = region.sides().iter().filter(|(other, _)| self.concerns(*other, *fact)).peekable();
        says_present && more.peek().is_some() && more.all(|(other, keys)| self.asks_of(*other, keys, *fact))
    }

    /// Whether an axis, which is not that of the fact, is about it.
    fn concerns(&self, axis: AxisId, fact: FactId) -> bool {
        let base = |other: &FactId| self.space.facts.base(*other) == fact;
        match self.space.axes.at(axis) {
            Some(Axis::Pattern(other, _) | Axis::Listed(other, _)) => base(other),
            Some(Axis::Order(one, other, _)) => base(one) || base(other),
            _ => false,
        }
    }

    /// Whether these keys on an axis, which is not that of the fact, are only met where the fact is there.
    fn asks_of(&self, axis: AxisId, keys: &KeySet, fact: FactId) -> bool {
        self.concerns(axis, fact)
            && match self.space.axes.at(axis) {
                Some(Axis::Order(one, ..)) => {
                    let is_said = [0, 1, 2].iter().any(|&key| !keys.contains(key));
                    is_said && !keys.contains(ABSENT) && !self.is_negated(*one, keys)
                }
                _ => !keys.contains(0),
            }
    }

    /// Whether an order of two facts is said as what it is not.
    fn is_negated(&self, fact: FactId, keys: &KeySet) -> bool {
        let greater = keys.contains(2) || !self.space.facts[fact].ty.is_ordered();
        keys.contains(0) && !keys.contains(1) && greater
    }

    /// Whether a fact is there whenever all that is known holds, for the checks too.
    pub(super) fn is_present(&self, fact: FactId, known: &Region) -> bool {
        let base = self.space.facts.base(fact);
        let asked = |(axis, keys): &(AxisId, KeySet)| self.asks_of(*axis, keys, base);
        !self.possible(base, known).contains(ABSENT) || known.sides().iter().any(asked)
    }

    /// The keys that a fact can have.
    fn possible(&self, fact: FactId, known: &Region) -> KeySet {
        let axis = self.space.axis(fact);
        let keys = known.side(axis).cloned().unwrap_or_else(|| self.space.whole(axis));
        match self.only_when.get(fact.slot()).and_then(Option::as_ref) {
            Some(when) if !self.space.facts[fact].optional && self.follows(when, known) => {
                keys.minus(&KeySet::point(ABSENT))
            }
            _ => keys,
        }
    }

    /// Whether the formula surely holds.
    fn follows(&self, formula: &Formula, known: &Region) -> bool {
        match formula {
            // The condition of a fact may name texts that no test of this space names.
            Formula::In(axis, keys) => match self.space.axes.at(*axis) {
                Some(Axis::Fact(fact)) if self.space.facts[*fact].ty != Type::Text => {
                    self.possible(*fact, known).is_subset(keys)
                }
                _ => false,
            },
            Formula::All(parts) => parts.iter().all(|part| self.follows(part, known)),
            Formula::Any(parts) => parts.iter().any(|part| self.follows(part, known)),
        }
    }
}
