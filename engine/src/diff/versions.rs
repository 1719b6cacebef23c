//! A stage in two versions, and the rules that both have.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Outcome, RuleId, Stage, StageKind};
use waypost_dsl::space::Region;

use crate::diff::align::{Kept, align};
use crate::diff::changes::Sides;
use crate::proof::{Ladder, Proofs};

/// A stage of both policies.
pub(super) struct Pair<'a, 'p> {
    pub(super) kind: StageKind,
    pub(super) old: Version<'a, 'p>,
    pub(super) new: Version<'a, 'p>,
    /// The rules that both have in the same order, `otherwise` behind them.
    pub(super) kept: Kept,
}

/// A stage of one policy, which may lack it.
#[derive(Clone, Copy)]
pub(super) struct Version<'a, 'p> {
    stage: Option<&'p Stage>,
    pub(super) ladder: &'a Ladder,
}

impl<'a, 'p> Version<'a, 'p> {
    fn of(proofs: &'a Proofs<'p>, kind: StageKind, empty: &'a Ladder) -> Self {
        match proofs.stage(kind) {
            Some((stage, ladder)) => Self { stage: Some(stage), ladder },
            None => Self { stage: None, ladder: empty },
        }
    }

    /// What a rule decides, or `otherwise` behind the last one.
    pub(super) fn outcome(&self, rule: usize) -> Option<&'p Outcome> {
        let stage = self.stage?;
        match stage.rules.at(RuleId::new(rule)) {
            Some(rule) => Some(&rule.outcome),
            None => stage.otherwise.as_ref(),
        }
    }

    /// The name of a rule; `otherwise` has none.
    pub(super) fn name(&self, rule: usize) -> Option<String> {
        Some(self.stage?.rules.at(RuleId::new(rule))?.name.clone())
    }

    /// The regions that a rule takes where it is reached.
    pub(super) fn regions(&self, rule: usize) -> Vec<Region> {
        match rule < self.ladder.rules() {
            true => self.ladder.of_rule(rule).to_vec(),
            false => vec![Region::everything()],
        }
    }
}

impl<'a, 'p> Sides<'a, 'p> {
    /// A stage that one of the policies has.
    pub(super) fn pair(&'a self, kind: StageKind) -> Option<Pair<'a, 'p>> {
        let [old, new] = [self.old, self.new].map(|proofs| Version::of(proofs, kind, &self.empty));
        (old.stage.is_some() || new.stage.is_some()).then(|| Pair {
            kind,
            old,
            new,
            kept: self.kept(&old, &new),
        })
    }

    /// A plan that may come to something else though it is written the same is not the same.
    fn kept(&self, old: &Version<'_, '_>, new: &Version<'_, '_>) -> Kept {
        let contents = |version: &Version<'_, '_>, side: u8| {
            let rules = (0..=version.ladder.rules()).map(|rule| {
                let outcome = version.outcome(rule);
                let side = if outcome.is_some_and(|outcome| self.is_moved(outcome)) { side } else { 0 };
                (version.regions(rule), outcome.cloned(), side, rule == version.ladder.rules())
            });
            rules.collect::<Vec<_>>()
        };
        align(&contents(old, 1), &contents(new, 2))
    }
}
