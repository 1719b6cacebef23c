//! The groups of payments that two policies decide otherwise, each with a payment that was decided by both.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use indexmap::IndexMap;
use rayon::prelude::*;
use waypost_dsl::hir::{Candidate, ConnectorId, Fee, Measure, Outcome, Policy, StageKind};
use waypost_dsl::space::{Describer, Region};

use crate::diff::local::locals;
use crate::diff::settled::{Settled, Step};
use crate::diff::share::Shares;
use crate::diff::{Change, Side, Undecided};
use crate::payment::Payment;
use crate::proof::{Ladder, Proofs, Question};
use crate::reference;

/// The most regions that a change is told in. Policies that have little in common differ in tens of thousands, whose condition
/// would take minutes to find and megabytes to write.
const MOST_TOLD: usize = 64;

/// Two policies, laid out in one space.
pub(super) struct Sides<'a, 'p> {
    pub(super) old: &'a Proofs<'p>,
    pub(super) new: &'a Proofs<'p>,
    /// What each side refuses though the other may not.
    pub(super) refused: [Vec<Region>; 2],
    /// Connectors that serve other payments.
    pub(super) moved: Vec<ConnectorId>,
    /// Counted when there is something to tell the share of.
    shares: OnceLock<Shares>,
    /// Says regions in the words of the new policy.
    describer: Describer<'a, 'p>,
    /// The rules of a stage that a policy lacks.
    pub(super) empty: Ladder,
}

/// Regions by what is decided in them on both sides.
pub(super) type Groups = IndexMap<(Option<StageKind>, Side, Side), Vec<Region>>;

impl<'a, 'p> Sides<'a, 'p> {
    pub(super) fn of(old: &'a Proofs<'p>, new: &'a Proofs<'p>, refused: [Vec<Region>; 2]) -> Self {
        let ids = old.policy().connectors.ids();
        let moved = ids.filter(|id| old.serves(*id) != new.serves(*id)).collect();
        let describer = new.space().describer();
        Self { old, new, refused, moved, shares: OnceLock::new(), describer, empty: Ladder::of(vec![]) }
    }

    /// All changes, and what is not certain.
    pub(super) fn changes(&'a self) -> (Vec<Change>, Vec<Undecided>) {
        let (mut groups, mut undecided) = (Groups::new(), vec![]);
        self.refusals(&mut groups);
        for pair in StageKind::ALL.into_iter().filter_map(|kind| self.pair(kind)) {
            let found: Vec<_> = locals(&pair).into_par_iter().map(|local| self.local(&pair, local)).collect();
            for local in found {
                match local {
                    Ok(own) => {
                        own.into_iter()
                            .for_each(|(key, regions)| groups.entry(key).or_default().extend(regions));
                    }
                    Err(open) => undecided.push(open),
                }
            }
        }
        let groups: Vec<_> = groups.into_iter().collect();
        let told: Vec<_> = groups.into_par_iter().map(|(key, regions)| self.change(key, regions)).collect();
        let mut changes = vec![];
        for told in told {
            match told {
                Ok(change) => changes.extend(change),
                Err(open) => undecided.push(open),
            }
        }
        undecided.dedup();
        (changes, undecided)
    }

    /// The payments that one side refuses and the other decides.
    fn refusals(&self, groups: &mut Groups) {
        let [old, new] = &self.refused;
        let keys = [(Side::Refused, Side::Nothing), (Side::Nothing, Side::Refused)];
        for ((own, other), (before, after)) in [(old, new), (new, old)].into_iter().zip(keys) {
            for (place, region) in own.iter().enumerate() {
                let outside = other.iter().chain(own.iter().take(place)).collect();
                let question = Question { outside, ..Question::default() };
                self.old.pieces(&question, region, &mut |piece| {
                    groups.entry((None, before.clone(), after.clone())).or_default().push(piece);
                    ControlFlow::Continue(())
                });
            }
        }
    }

    /// Whether a plan may come to something else though it is written the same.
    pub(super) fn is_moved(&self, outcome: &Outcome) -> bool {
        let Outcome::Plan(plan) = outcome else { return false };
        plan.connectors().iter().any(|id| self.moved.contains(id)) || self.costs(outcome)
    }

    /// Whether a plan depends on fees, or on what they are worth, that have changed.
    pub(super) fn costs(&self, outcome: &Outcome) -> bool {
        let Outcome::Plan(plan) = outcome else { return false };
        plan.candidates().iter().any(|candidate| match candidate {
            Candidate::Best(best) => self.best_costs(best.by, &best.connectors),
            _ => false,
        })
    }

    fn best_costs(&self, by: Measure, ids: &[ConnectorId]) -> bool {
        let rates = self.old.policy().rates != self.new.policy().rates;
        matches!(by, Measure::Cost(_))
            && (rates || ids.iter().any(|id| fee(self.old, *id) != fee(self.new, *id)))
    }

    pub(super) fn is_same(&self, one: Option<&Outcome>, other: Option<&Outcome>) -> bool {
        one == other && !one.is_some_and(|outcome| self.is_moved(outcome))
    }

    /// Whether two sides decide the same, whatever the rules are called.
    pub(super) fn is_alike(&self, one: &Side, other: &Side) -> bool {
        let costs = |step: &Step| matches!(step, Step::Best(by, ids) if self.best_costs(*by, ids));
        match (one, other) {
            (Side::Decided(Settled::Plan(one), _), Side::Decided(Settled::Plan(other), _)) => {
                one == other && !one.iter().any(costs)
            }
            (Side::Decided(one, _), Side::Decided(other, _)) => one == other,
            _ => one == other,
        }
    }

    /// The classes that the conditions of both policies make.
    fn shares(&self) -> &Shares {
        self.shares.get_or_init(|| {
            let sides = [self.old, self.new];
            let ladders = sides.into_iter().flat_map(Proofs::stages).flat_map(|(_, ladder)| ladder.regions());
            let serves = sides
                .into_iter()
                .flat_map(|proofs| proofs.policy().connectors.ids().flat_map(|id| proofs.serves(id)));
            Shares::of(self.old, ladders.chain(serves).chain(self.refused.iter().flatten()))
        })
    }

    /// The change of a group; nothing if there are no such payments, and a question if none was found that shows it.
    fn change(
        &self,
        key: (Option<StageKind>, Side, Side),
        mut regions: Vec<Region>,
    ) -> Result<Option<Change>, Undecided> {
        let (stage, before, after) = key;
        regions.retain(|region| !self.old.space().is_out_of_order(region));
        if regions.is_empty() {
            return Ok(None);
        }
        let is_shown = |payment: &Payment| match stage {
            Some(kind) => !decided_alike(self.old.policy(), self.new.policy(), kind, payment),
            None => true,
        };
        let by_chance = [&before, &after].into_iter().any(is_split);
        let found = regions.iter().find_map(|region| self.old.shown_in(region, by_chance, &is_shown));
        let Some(found) = found else {
            return Err(Undecided {
                stage: stage.unwrap_or(StageKind::Route),
                rule: rule(&after).or(rule(&before)),
            });
        };
        let share = self.shares().share(self.old.space(), &regions);
        let is_told = regions.len() <= MOST_TOLD;
        let condition = is_told.then(|| self.describer.regions(&regions).to_string());
        Ok(Some(Change { stage, before, after, regions, condition, share, witness: found.witness }))
    }
}

fn rule(side: &Side) -> Option<String> {
    match side {
        Side::Decided(_, rule) => rule.clone(),
        Side::Refused | Side::Nothing => None,
    }
}

/// Whether something hangs on the value of a fact that no condition tests.
fn is_split(side: &Side) -> bool {
    matches!(side, Side::Decided(Settled::Plan(steps), _) if steps.iter().any(|step| matches!(step, Step::Split(..))))
}

fn fee(proofs: &Proofs<'_>, id: ConnectorId) -> Option<Fee> {
    proofs.policy().connectors[id].fee
}

/// Whether a stage of both policies decides the same of a payment.
fn decided_alike(old: &Policy, new: &Policy, kind: StageKind, payment: &Payment) -> bool {
    let (before, after) = (reference::evaluate(old, payment), reference::evaluate(new, payment));
    match (before.stage(kind), after.stage(kind)) {
        (Some(one), Some(other)) => match (one.outcome, other.outcome) {
            (Outcome::Plan(_), Outcome::Plan(_)) => before.connectors().eq(after.connectors()),
            (one, other) => one == other,
        },
        (one, other) => one.is_none() == other.is_none(),
    }
}
