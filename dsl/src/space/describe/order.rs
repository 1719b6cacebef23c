//! How two facts stand to one another, and what is asked of one fact with yes or no.

use crate::hir::FactId;
use crate::space::describe::Describer;
use crate::space::describe::words::Words;
use crate::space::{ABSENT, KeySet, RatesId, Region};

/// What is said of amounts that are compared by other rates than those that hold now, which is no condition of the language.
const OLD_RATES: &str = " at the old rates";

impl Describer<'_, '_> {
    /// The answer to a question of a fact, which is no where the fact is absent: what is said if it is yes, and if no.
    pub(super) fn yes_or_no(
        &self,
        fact: FactId,
        keys: &KeySet,
        [yes, no]: [String; 2],
        known: &Region,
    ) -> Words {
        match (keys.contains(0), keys.contains(1)) {
            (true, true) => Words::Always,
            (false, true) => Words::positive(yes),
            (true, false) => Words::any(vec![self.absent(fact, known), Words::negative(no)]),
            (false, false) => Words::Never,
        }
    }

    /// That two facts are in one of these orders.
    pub(super) fn order(&self, both: [FactId; 2], rates: RatesId, keys: &KeySet, known: &Region) -> Words {
        let [one, other] = both;
        let is_now = self.space.compared_by(one, other) == rates;
        let there = self.relation(one, other, keys, if is_now { "" } else { OLD_RATES });
        if keys.contains(ABSENT) {
            let absent = both.iter().map(|&fact| self.absent(fact, known));
            return Words::any(absent.chain([there]).collect());
        }
        if there.needs_presence() || there == Words::Always {
            let present = both.iter().map(|&fact| self.present(fact, known));
            return Words::all(present.chain([there]).collect());
        }
        there
    }

    /// What is said of two facts that are both there.
    fn relation(&self, one: FactId, other: FactId, keys: &KeySet, rates: &str) -> Words {
        let facts = self.space.facts;
        let [less, equal, greater] = [0, 1, 2].map(|key| keys.contains(key));
        // Behind `is`, a name is first a value of the fact before it.
        let (a, b) = match facts[one].ty.place(&facts[other].name) {
            None => (&facts[one].name, &facts[other].name),
            Some(_) => (&facts[other].name, &facts[one].name),
        };
        if !facts[one].ty.is_ordered() {
            return match (less, equal) {
                (true, true) => Words::Always,
                (true, false) => Words::negative(format!("{a} is not {b}")),
                (false, true) => Words::positive(format!("{a} is {b}")),
                (false, false) => Words::Never,
            };
        }
        let sign = match (less, equal, greater) {
            (true, true, true) => return Words::Always,
            (false, false, false) => return Words::Never,
            (true, false, true) => return Words::negative(format!("{a} is not {b}{rates}")),
            (false, true, false) => return Words::positive(format!("{a} is {b}{rates}")),
            (true, false, false) => "<",
            (true, true, false) => "<=",
            (false, false, true) => ">",
            (false, true, true) => ">=",
        };
        Words::positive(format!("{} {sign} {}{rates}", facts[one].name, facts[other].name))
    }
}
