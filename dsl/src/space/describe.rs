//! Sets of payments as conditions of the language: the way back from keys to what an analyst writes.
//!
//! Each side of a region becomes words of its own, exact over all payments that can be, and such that the checks take
//! them where they stand: a negative test of a fact that may be absent stands behind its guard. Of several ways to say
//! a thing, the shortest is taken.

mod choice;
mod digits;
mod facts;
mod instants;
mod known;
mod money;
mod numbers;
mod order;
mod simplify;
mod words;
mod worth;

use std::fmt;
use std::sync::Mutex;

use rustc_hash::FxHashMap;

use crate::hir::{Fact, FactId};
use crate::space::{Axis, AxisId, Formula, KeySet, Region, Space};
use simplify::simplified;
use words::Words;

/// Which payments are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Described {
    /// All of them.
    Everything,
    /// None.
    Nothing,
    /// Those that meet this condition of the language, which may be joined to another one by `or` as it stands; by `and`
    /// only in parentheses.
    When(String),
}

impl Described {
    /// The condition, where it takes one.
    pub fn condition(&self) -> Option<&str> {
        match self {
            Self::When(condition) => Some(condition),
            Self::Everything | Self::Nothing => None,
        }
    }
}

impl fmt::Display for Described {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("every payment"),
            Self::Nothing => f.write_str("no payment"),
            Self::When(condition) => f.write_str(condition),
        }
    }
}

/// Says sets of payments of one space in words.
#[derive(Debug)]
pub struct Describer<'s, 'p> {
    space: &'s Space<'p>,
    /// What the presence of each fact depends on.
    only_when: Vec<Option<Formula>>,
    /// What was said of amounts: it takes long to find, and is asked for again in each region.
    amounts: Mutex<FxHashMap<(FactId, KeySet), Vec<Words>>>,
}

impl<'p> Space<'p> {
    /// What says the sets of this space in words. It takes a while to make: make one for many sets.
    pub fn describer(&self) -> Describer<'_, 'p> {
        let mut space = self.clone();
        let facts = self.facts;
        let mut formula = |fact: &Fact| fact.only_when.as_ref().map(|when| space.formula(when));
        let only_when = facts.all.iter().map(|(_, fact)| formula(fact)).collect();
        Describer { only_when, space: self, amounts: Mutex::default() }
    }
}

impl Describer<'_, '_> {
    /// The payments that have one of these keys on that axis.
    pub fn keys(&self, axis: AxisId, keys: &KeySet) -> Described {
        self.side(axis, keys, &Region::everything()).described()
    }

    /// What an axis asks of a payment, in a few words.
    pub fn question(&self, axis: AxisId) -> String {
        let name = |fact: &FactId| self.space.facts[*fact].name.as_str();
        match self.space.axes.at(axis) {
            Some(Axis::Fact(fact)) => name(fact).to_owned(),
            Some(Axis::Order(one, other, _)) => format!("{} against {}", name(one), name(other)),
            Some(Axis::Opaque(_)) | None => "several facts".to_owned(),
            Some(Axis::Pattern(..) | Axis::Listed(..)) => {
                self.side(axis, &KeySet::point(1), &Region::everything()).text()
            }
        }
    }

    /// The payments of a region.
    pub fn region(&self, region: &Region) -> Described {
        self.sides(region, &Region::everything()).described()
    }

    /// The payments that lie in one of these regions.
    pub fn regions(&self, regions: &[Region]) -> Described {
        let mut regions = simplified(self.space, regions);
        let common = split_common(&mut regions);
        let said = self.sides(&common, &Region::everything());
        let rest = regions.iter().map(|region| self.sides(region, &common)).collect();
        Words::all(vec![said, Words::any(rest)]).described()
    }

    /// The payments for which a formula holds.
    pub fn formula(&self, formula: &Formula) -> Described {
        self.told(formula, &Region::everything()).described()
    }

    /// The sides of a region one behind the other, where `known` has been said before.
    fn sides(&self, region: &Region, known: &Region) -> Words {
        let mut known = known.clone();
        let mut words = vec![];
        for (axis, keys) in region.sides() {
            if self.follows_from_others(*axis, keys, region) {
                continue;
            }
            words.push(self.side(*axis, keys, &known));
            known = known.clone().with(*axis, keys).unwrap_or(known);
        }
        Words::all(words)
    }

    fn side(&self, axis: AxisId, keys: &KeySet, known: &Region) -> Words {
        let keys = keys.intersection(&self.space.whole(axis));
        match self.space.axes.at(axis) {
            None => Words::Always,
            Some(Axis::Fact(fact)) => self.fact(*fact, &keys, known),
            Some(Axis::Pattern(fact, pattern)) => {
                let said = choice::shaped(&self.space.facts[*fact].name, pattern);
                self.yes_or_no(*fact, &keys, said, known)
            }
            Some(Axis::Listed(fact, list)) => {
                let (fact_name, list) = (&self.space.facts[*fact].name, &self.space.lists[*list].name);
                let said = [format!("{fact_name} in {list}"), format!("{fact_name} not in {list}")];
                self.yes_or_no(*fact, &keys, said, known)
            }
            Some(Axis::Order(one, other, rates)) => self.order([*one, *other], *rates, &keys, known),
            Some(Axis::Opaque(formula)) => match (keys.contains(0), keys.contains(1)) {
                (true, true) => Words::Always,
                (false, true) => self.told(formula, known),
                (true, false) => self.told(&self.negated(formula), known),
                (false, false) => Words::Never,
            },
        }
    }

    fn told(&self, formula: &Formula, known: &Region) -> Words {
        match formula {
            Formula::In(axis, keys) => self.side(*axis, keys, known),
            Formula::Any(parts) => Words::any(parts.iter().map(|part| self.told(part, known)).collect()),
            Formula::All(parts) => {
                let mut known = known.clone();
                let mut words = vec![];
                for part in parts {
                    words.push(self.told(part, &known));
                    if let Formula::In(axis, keys) = part {
                        known = known.clone().with(*axis, keys).unwrap_or(known);
                    }
                }
                Words::all(words)
            }
        }
    }

    fn negated(&self, formula: &Formula) -> Formula {
        match formula {
            Formula::In(axis, keys) => Formula::In(*axis, self.space.whole(*axis).minus(keys)),
            Formula::All(parts) => Formula::any(parts.iter().map(|part| self.negated(part)).collect()),
            Formula::Any(parts) => Formula::all(parts.iter().map(|part| self.negated(part)).collect()),
        }
    }
}

/// Takes the sides out that all regions share, as a region of their own.
fn split_common(regions: &mut [Region]) -> Region {
    let Some((first, others)) = regions.split_first() else { return Region::everything() };
    let shared =
        |(axis, keys): &&(AxisId, KeySet)| others.iter().all(|region| region.side(*axis) == Some(keys));
    let common = Region::of_sides(first.sides().iter().filter(shared).cloned());
    for region in regions {
        let own = region.sides().iter().filter(|(axis, _)| common.side(*axis).is_none());
        *region = Region::of_sides(own.cloned());
    }
    common
}
