//! The regions in which two policies decide otherwise.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use indexmap::IndexMap;
use rayon::prelude::*;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Candidate, ConnectorId, Measure, Outcome, Policy, RuleId, Stage, StageKind};
use waypost_dsl::space::{ABSENT, End, Formula, KeySet, Region};

use crate::diff::align::{Kept, align};
use crate::diff::merge::{Merged, Own};
use crate::diff::settled::Settled;
use crate::diff::share::Shares;
use crate::diff::{Change, Side, Undecided};
use crate::payment::Payment;
use crate::proof::{Gate, Ladder, Proofs, Question};
use crate::reference;

/// Two policies, laid out in one space.
pub(super) struct Sides<'a, 'p> {
    old: &'a Proofs<'p>,
    new: &'a Proofs<'p>,
    /// What each side refuses though the other may not.
    refused: [Vec<Region>; 2],
    /// Connectors that serve other payments, or cost something else.
    moved: Vec<ConnectorId>,
    /// Counted when there is something to tell the share of.
    shares: OnceLock<Shares>,
    empty: Ladder,
}

/// A stage of both policies.
struct Pair<'a, 'p> {
    kind: StageKind,
    old: Version<'a, 'p>,
    new: Version<'a, 'p>,
    /// The rules that both have in the same order, `otherwise` behind them.
    kept: Kept,
}

/// A stage of one policy, which may lack it.
#[derive(Clone, Copy)]
struct Version<'a, 'p> {
    stage: Option<&'p Stage>,
    ladder: &'a Ladder,
}

/// The payments that one rule of one version takes, and what they may be compared with.
struct Local {
    /// Whether the rule is one of the new version.
    is_new: bool,
    /// Its number; that behind the last one is `otherwise`.
    rule: usize,
}

/// Regions by what is decided in them on both sides.
type Groups = IndexMap<(Option<StageKind>, Side, Side), Vec<Region>>;

impl<'a, 'p> Sides<'a, 'p> {
    pub(super) fn of(merged: &Merged, old: &'a Proofs<'p>, new: &'a Proofs<'p>) -> Self {
        let refused = merged.own.each_ref().map(|own| refused(old, own));
        let ids = old.policy().connectors.ids();
        let moved =
            ids.filter(|id| old.serves(*id) != new.serves(*id) || fee(old, *id) != fee(new, *id)).collect();
        Self { old, new, refused, moved, shares: OnceLock::new(), empty: Ladder::of(vec![]) }
    }

    /// All changes, and what is not certain.
    pub(super) fn changes(&'a self) -> (Vec<Change>, Vec<Undecided>) {
        let (mut groups, mut undecided) = (Groups::new(), vec![]);
        self.refusals(&mut groups);
        for kind in StageKind::ALL {
            let Some(pair) = self.pair(kind) else { continue };
            let found: Vec<_> =
                self.locals(&pair).into_par_iter().map(|local| self.local(&pair, &local)).collect();
            for local in found {
                match local {
                    Ok(own) => own
                        .into_iter()
                        .for_each(|(key, regions)| groups.entry(key).or_default().extend(regions)),
                    Err(open) => undecided.push(open),
                }
            }
        }
        let changes: Vec<_> = groups.into_iter().collect();
        (changes.into_par_iter().filter_map(|(key, regions)| self.change(key, regions)).collect(), undecided)
    }

    /// The payments that one side refuses and the other decides.
    fn refusals(&self, groups: &mut Groups) {
        let [old, new] = &self.refused;
        for (own, other, is_new) in [(old, new, false), (new, old, true)] {
            for (place, region) in own.iter().enumerate() {
                let before = own.iter().take(place);
                let outside = other.iter().chain(before).collect();
                let question = Question { outside, ..Question::default() };
                let key = match is_new {
                    false => (None, Side::Refused, Side::Nothing),
                    true => (None, Side::Nothing, Side::Refused),
                };
                self.old.pieces(&question, region, &mut |piece| {
                    groups.entry(key.clone()).or_default().push(piece);
                    ControlFlow::Continue(())
                });
            }
        }
    }

    fn pair(&'a self, kind: StageKind) -> Option<Pair<'a, 'p>> {
        let version = |proofs: &'a Proofs<'p>| match proofs.stage(kind) {
            Some((stage, ladder)) => Version { stage: Some(stage), ladder },
            None => Version { stage: None, ladder: &self.empty },
        };
        let (old, new) = (version(self.old), version(self.new));
        let kept = self.kept(&old, &new);
        (old.stage.is_some() || new.stage.is_some()).then_some(Pair { kind, old, new, kept })
    }

    /// The rules that only one of the versions has: whatever changed, one of them wins in it.
    fn locals(&self, pair: &Pair<'_, '_>) -> Vec<Local> {
        let open = |kept: &[bool], is_new: bool| {
            let open = kept.iter().enumerate().filter(|(_, kept)| !**kept);
            open.map(move |(rule, _)| Local { is_new, rule }).collect::<Vec<_>>()
        };
        let mut locals = open(&pair.kept.old, false);
        locals.extend(open(&pair.kept.new, true));
        locals
    }

    /// Which rules both versions have in the same order, `otherwise` behind them.
    fn kept(&self, old: &Version<'a, 'p>, new: &Version<'a, 'p>) -> Kept {
        let contents = |version: &Version<'a, 'p>, side: u8| {
            let rules = (0..=version.ladder.rules()).map(|rule| {
                let outcome = version.outcome(rule);
                let side = if outcome.is_some_and(|outcome| self.is_moved(outcome)) { side } else { 0 };
                (
                    version.ladder.of_rule(rule).to_vec(),
                    outcome.cloned(),
                    side,
                    rule == version.ladder.rules(),
                )
            });
            rules.collect::<Vec<_>>()
        };
        align(&contents(old, 1), &contents(new, 2))
    }

    /// Whether a plan may come to something else though it is written the same.
    fn is_moved(&self, outcome: &Outcome) -> bool {
        let Outcome::Plan(plan) = outcome else { return false };
        let by_cost = |candidate: &Candidate| matches!(candidate, Candidate::Best(best) if matches!(best.by, Measure::Cost(_)));
        let rates = self.old.policy().rates != self.new.policy().rates;
        plan.connectors().iter().any(|id| self.moved.contains(id))
            || (rates && plan.candidates().iter().any(by_cost))
    }

    fn is_same(&self, one: Option<&Outcome>, other: Option<&Outcome>) -> bool {
        one == other && !one.is_some_and(|outcome| self.is_moved(outcome))
    }

    /// What changes for the payments that one rule takes.
    fn local(&self, pair: &Pair<'_, 'p>, local: &Local) -> Result<Groups, Undecided> {
        let (own, other, proofs) = match local.is_new {
            false => (pair.old, pair.new, self.old),
            true => (pair.new, pair.old, self.new),
        };
        let outcome = own.outcome(local.rule);
        // What an old rule takes that is gone was looked at from its side.
        let is_done = |rule: usize| local.is_new && !pair.kept.old.get(rule).copied().unwrap_or(false);
        let stops = (0..=other.ladder.rules())
            .map(|rule| is_done(rule) || self.is_same(outcome, other.outcome(rule)));
        let rule = (local.rule < own.ladder.rules()).then_some(local.rule);
        let within = match rule {
            Some(rule) => own.ladder.of_rule(rule).to_vec(),
            None => vec![Region::everything()],
        };
        let start = proofs.start(pair.kind);
        let mut past: Vec<Gate<'_>> =
            [self.old, self.new].into_iter().filter_map(|side| side.undenied(pair.kind)).collect();
        past.push(Gate::new(other.ladder, 0, stops.collect()));
        let question = Question {
            within: vec![],
            outside: self.refused.iter().flatten().collect(),
            below: Some((own.ladder, local.rule)),
            past,
        };
        let open = || Undecided { stage: pair.kind, rule: own.name(local.rule) };
        let mut groups = Groups::new();
        for (place, region) in within.iter().enumerate() {
            let Some(region) = region.intersection(&start) else { continue };
            let mut pieces = vec![];
            // The regions of one rule may overlap.
            let outside = question.outside.iter().copied().chain(within.iter().take(place)).collect();
            let part =
                Question { outside, past: question.past.clone(), below: question.below, within: vec![] };
            let end = proofs.pieces(&part, &region, &mut |piece| {
                pieces.push(piece);
                ControlFlow::Continue(())
            });
            if end != End::Seen {
                return Err(open());
            }
            for piece in pieces {
                self.winners(piece, other, &mut |piece, winner| {
                    self.settle(pair, local, winner, piece, &mut groups);
                })
                .ok_or_else(open)?;
            }
        }
        Ok(groups)
    }

    /// Shows `see` the parts of `region` with the rule of the version that takes each; nothing if there are too many.
    fn winners(
        &self,
        region: Region,
        version: Version<'_, '_>,
        see: &mut dyn FnMut(Region, usize),
    ) -> Option<()> {
        let near: Vec<(usize, &Region)> = version.ladder.near(&region).collect();
        let mut budget = self.old.budget();
        self.cut(region, &near, version.ladder.rules(), &mut budget, see)
    }

    fn cut(
        &self,
        region: Region,
        near: &[(usize, &Region)],
        none: usize,
        budget: &mut u32,
        see: &mut dyn FnMut(Region, usize),
    ) -> Option<()> {
        *budget = budget.checked_sub(1)?;
        let place = near.iter().position(|(_, cut)| cut.intersects(&region));
        let Some((&(rule, cut), later)) = place.and_then(|place| near.get(place..)?.split_first()) else {
            see(region, none);
            return Some(());
        };
        if let Some(inside) = region.intersection(cut) {
            see(inside, rule);
        }
        for part in region.minus(cut, |axis| self.old.space().whole(axis)) {
            self.cut(part, later, none, budget, see)?;
        }
        Some(())
    }

    /// Sorts a region into the group of what is decided in it, if that is not the same.
    fn settle(&self, pair: &Pair<'_, '_>, local: &Local, winner: usize, region: Region, groups: &mut Groups) {
        let (before, after) = if local.is_new { (winner, local.rule) } else { (local.rule, winner) };
        let (old, new) = (pair.old.outcome(before), pair.new.outcome(after));
        let connectors = |outcome: Option<&Outcome>| match outcome {
            Some(Outcome::Plan(plan)) => plan.connectors().to_vec(),
            _ => vec![],
        };
        let mut cells = vec![(region, vec![], vec![])];
        for (proofs, outcome, is_new) in [(self.old, old, false), (self.new, new, true)] {
            for id in connectors(outcome) {
                cells = cells.into_iter().flat_map(|cell| served(proofs, id, cell, is_new)).collect();
            }
        }
        for (region, serves_old, serves_new) in cells {
            let side = |outcome: Option<&Outcome>, serves: &[ConnectorId], name| match outcome {
                Some(outcome) => Side::Decided(Settled::of(outcome, &|id| serves.contains(&id)), name),
                None => Side::Nothing,
            };
            let before = side(old, &serves_old, pair.old.name(before));
            let after = side(new, &serves_new, pair.new.name(after));
            if !self.is_alike(&before, &after) {
                groups.entry((Some(pair.kind), before, after)).or_default().push(region);
            }
        }
    }

    /// Whether two sides decide the same, whatever the rules are called.
    fn is_alike(&self, one: &Side, other: &Side) -> bool {
        match (one, other) {
            (Side::Decided(one, _), Side::Decided(other, _)) => one == other && !self.costs(one),
            _ => one == other,
        }
    }

    /// Whether what a plan comes to depends on fees that have changed.
    fn costs(&self, settled: &Settled) -> bool {
        let Settled::Plan(steps) = settled else { return false };
        let rates = self.old.policy().rates != self.new.policy().rates;
        steps.iter().any(|step| match step {
            crate::diff::Step::Best(Measure::Cost(_), ids) => {
                rates || ids.iter().any(|id| fee(self.old, *id) != fee(self.new, *id))
            }
            _ => false,
        })
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

    /// The change of a group; nothing if no payment shows it.
    fn change(&self, key: (Option<StageKind>, Side, Side), regions: Vec<Region>) -> Option<Change> {
        let (stage, before, after) = key;
        let shows = |payment: &Payment| match stage {
            Some(kind) => !decided_alike(self.old.policy(), self.new.policy(), kind, payment),
            None => true,
        };
        let shown = regions.iter().find_map(|region| self.old.shown(region, &shows));
        if shown.is_none() {
            eprintln!(
                "NOT SHOWN {stage:?} {before:?} {after:?} {regions:?} {:?} axes {:?}",
                self.old.shown(&regions[0], &|_| true),
                self.old.space().axes()
            );
        }
        let shown = shown?;
        let share = self.shares().share(self.old.space(), &regions);
        let condition = String::new();
        Some(Change { stage, before, after, regions, condition, share, witness: shown.witness })
    }
}

impl<'p> Version<'_, 'p> {
    /// What a rule decides, or `otherwise` behind the last one.
    fn outcome(&self, rule: usize) -> Option<&'p Outcome> {
        let stage = self.stage?;
        match stage.rules.at(RuleId::new(rule)) {
            Some(rule) => Some(&rule.outcome),
            None => stage.otherwise.as_ref(),
        }
    }

    fn name(&self, rule: usize) -> Option<String> {
        Some(self.stage?.rules.at(RuleId::new(rule))?.name.clone())
    }
}

fn fee(proofs: &Proofs<'_>, id: ConnectorId) -> Option<waypost_dsl::hir::Fee> {
    proofs.policy().connectors[id].fee
}

/// A region with the connectors that serve it, before and after.
type Cell = (Region, Vec<ConnectorId>, Vec<ConnectorId>);

/// The parts of a cell that a connector serves, and those that it does not.
fn served(proofs: &Proofs<'_>, id: ConnectorId, cell: Cell, is_new: bool) -> Vec<Cell> {
    let (region, old, new) = cell;
    let mut rest = vec![region];
    let mut cells = vec![];
    for cut in proofs.serves(id) {
        let mut outside = vec![];
        for part in rest {
            if let Some(inside) = part.intersection(cut) {
                let (mut old, mut new) = (old.clone(), new.clone());
                if is_new {
                    new.push(id)
                } else {
                    old.push(id)
                }
                cells.push((inside, old, new));
                outside.extend(part.minus(cut, |axis| proofs.space().whole(axis)));
            } else {
                outside.push(part);
            }
        }
        rest = outside;
    }
    cells.extend(rest.into_iter().map(|part| (part, old.clone(), new.clone())));
    cells
}

/// What a side refuses by its own facts, as far as the common facts do not forbid it already.
fn refused(proofs: &Proofs<'_>, own: &[Own]) -> Vec<Region> {
    let policy = proofs.policy();
    let mut space = proofs.space().clone();
    let mut regions = vec![];
    for own in own {
        let common = &policy.facts[own.id];
        let axis = space.axis(own.id);
        let there = space.whole(axis).minus(&KeySet::point(ABSENT));
        if own.ty != common.ty {
            let keys = own_keys(&own.ty, &common.ty);
            regions.extend(Region::everything().with(axis, &there.minus(&keys)));
        }
        if (own.optional, &own.only_when) == (common.optional, &common.only_when) {
            continue;
        }
        let mut add = |keys: &KeySet, formula: Formula| {
            let parts = vec![Formula::In(axis, keys.clone()), formula];
            regions.extend(Formula::all(parts).regions(usize::MAX).unwrap_or_default());
        };
        if let Some(when) = &own.only_when {
            add(&there, space.negation(when));
        }
        if !own.optional && space.whole(axis).contains(ABSENT) {
            add(
                &KeySet::point(ABSENT),
                own.only_when.as_ref().map_or(Formula::TRUE, |when| space.formula(when)),
            );
        }
    }
    regions
}

/// The keys on the common line of the values that a side knows.
fn own_keys(own: &waypost_dsl::hir::Type, common: &waypost_dsl::hir::Type) -> KeySet {
    use waypost_dsl::hir::Type;
    match (own, common) {
        (Type::OneOf(own), Type::OneOf(all)) => {
            let takes = |name: &String| own.contains(name) || own.iter().any(|known| known == Type::OTHER);
            let places = (0_u64..).zip(all).filter(|(_, name)| takes(name));
            KeySet::from_ranges(places.map(|(place, _)| (place, place)))
        }
        (Type::Money(own), Type::Money(all)) => {
            let places = (0_u16..).zip(all).filter(|(_, code)| own.contains(code));
            places.fold(KeySet::EMPTY, |keys, (place, _)| keys.union(&KeySet::of_currency(place)))
        }
        (Type::Integer { min, max }, Type::Integer { min: least, .. }) => {
            KeySet::range(min.abs_diff(*least), max.abs_diff(*least))
        }
        _ => own.keys(),
    }
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
