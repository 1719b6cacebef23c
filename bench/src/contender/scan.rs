//! A linear scan: the conditions of all rules compiled to sets of keys, tried one after the other.

use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::Policy;
use waypost_dsl::space::{ABSENT, AxisId, Formula, Space};

use super::Contender;
use super::keys::Keys;
use crate::set::Set;

pub(super) struct Scan<'a> {
    formulas: Vec<Formula>,
    keys: Keys<'a>,
}

impl<'a> Contender<'a> for Scan<'a> {
    /// A policy that was checked.
    type Source = &'a Policy;
    type Payment = Vec<u64>;

    fn write(set: &'a Set) -> &'a Policy {
        &set.policy
    }

    fn load(policy: &'a Policy) -> Result<Self, String> {
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter());
        let formulas = rules.map(|(_, rule)| space.formula(&rule.when)).collect();
        Ok(Self { formulas, keys: Keys::of(&space) })
    }

    fn parse(&mut self, json: &'a [u8]) -> Vec<u64> {
        self.keys.read(json)
    }

    fn decide(&mut self, keys: &Vec<u64>) -> Option<usize> {
        let key = |axis: AxisId| keys.get(axis.index()).copied().unwrap_or(ABSENT);
        self.formulas.iter().position(|formula| formula.holds(&key))
    }
}
