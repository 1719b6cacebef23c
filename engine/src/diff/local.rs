//! What changes for the payments that one rule takes, which only one of the versions has: whatever is decided otherwise,
//! such a rule wins for it before or after.

use std::ops::ControlFlow;

use waypost_dsl::hir::{ConnectorId, Outcome};
use waypost_dsl::space::{End, Region};

use crate::diff::changes::{Groups, Sides};
use crate::diff::settled::Settled;
use crate::diff::versions::{Pair, Version};
use crate::diff::{Side, Undecided};
use crate::proof::{Gate, Question};

/// A rule that only one of the versions has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Local {
    /// Whether it is one of the new version.
    pub(super) is_new: bool,
    /// Its number; that behind the last one is `otherwise`.
    pub(super) rule: usize,
}

/// The rules that only one of the versions has.
pub(super) fn locals(pair: &Pair<'_, '_>) -> Vec<Local> {
    let open = |kept: &[bool], is_new: bool| {
        let open = kept.iter().enumerate().filter(|(_, kept)| !**kept);
        open.map(move |(rule, _)| Local { is_new, rule }).collect::<Vec<_>>()
    };
    let mut locals = open(&pair.kept.old, false);
    locals.extend(open(&pair.kept.new, true));
    locals
}

impl<'p> Sides<'_, 'p> {
    /// The groups of payments that the rule takes, and that are decided otherwise on the other side.
    pub(super) fn local(&self, pair: &Pair<'_, 'p>, local: Local) -> Result<Groups, Undecided> {
        let own = if local.is_new { pair.new } else { pair.old };
        let open = || Undecided { stage: pair.kind, rule: own.name(local.rule) };
        let (mut groups, mut budget) = (Groups::new(), self.old.budget());
        for piece in self.taken(pair, local).ok_or_else(open)? {
            self.sorted(pair, local, piece, &mut budget, &mut groups).ok_or_else(open)?;
        }
        Ok(groups)
    }

    /// The regions that the rule takes and in which the other side does not surely decide the same; nothing if there are
    /// too many.
    fn taken(&self, pair: &Pair<'_, 'p>, local: Local) -> Option<Vec<Region>> {
        let (own, other, proofs) = match local.is_new {
            false => (pair.old, pair.new, self.old),
            true => (pair.new, pair.old, self.new),
        };
        let outcome = own.outcome(local.rule);
        // What an old rule takes that is gone was looked at from its side.
        let is_done = |rule: usize| local.is_new && !pair.kept.old.get(rule).copied().unwrap_or(false);
        let stops = (0..=other.ladder.rules())
            .map(|rule| is_done(rule) || self.is_same(outcome, other.outcome(rule)));
        let mut past: Vec<Gate<'_>> =
            [self.old, self.new].into_iter().filter_map(|side| side.undenied(pair.kind)).collect();
        past.push(Gate::new(other.ladder, 0, stops.collect()));
        let (start, within) = (proofs.start(pair.kind), own.regions(local.rule));
        let mut pieces = vec![];
        for (place, region) in within.iter().enumerate() {
            let Some(region) = region.intersection(&start) else { continue };
            // The regions of one rule may overlap.
            let outside = self.refused.iter().flatten().chain(within.iter().take(place)).collect();
            let below = Some((own.ladder, local.rule));
            let question = Question { outside, below, past: past.clone(), ..Question::default() };
            let end = proofs.pieces(&question, &region, &mut |piece| {
                pieces.push(piece);
                ControlFlow::Continue(())
            });
            (end == End::Seen).then_some(())?;
        }
        Some(pieces)
    }

    /// Sorts the parts of a piece into groups, by the rule that wins on the other side and by which connectors serve.
    fn sorted(
        &self,
        pair: &Pair<'_, 'p>,
        local: Local,
        piece: Region,
        budget: &mut u32,
        groups: &mut Groups,
    ) -> Option<()> {
        let other = if local.is_new { pair.old } else { pair.new };
        for (region, winner) in self.winners(piece, other, budget)? {
            let (before, after) = if local.is_new { (winner, local.rule) } else { (local.rule, winner) };
            let outcomes = (pair.old.outcome(before), pair.new.outcome(after));
            for cell in self.cells(region, outcomes, budget)? {
                let before = side(outcomes.0, &cell.old, pair.old.name(before));
                let after = side(outcomes.1, &cell.new, pair.new.name(after));
                if !self.is_alike(&before, &after) {
                    groups.entry((Some(pair.kind), before, after)).or_default().push(cell.region);
                }
            }
        }
        Some(())
    }

    /// The parts of a region with the rule of the version that takes each; nothing if there are too many.
    fn winners(
        &self,
        region: Region,
        version: Version<'_, '_>,
        budget: &mut u32,
    ) -> Option<Vec<(Region, usize)>> {
        let near: Vec<(usize, &Region)> = version.ladder.near(&region).collect();
        let mut open = vec![(region, near.as_slice())];
        let mut won = vec![];
        while let Some((region, near)) = open.pop() {
            *budget = budget.checked_sub(u32::try_from(near.len()).unwrap_or(u32::MAX).saturating_add(1))?;
            let place = near.iter().position(|(_, cut)| cut.intersects(&region));
            let Some((&(rule, cut), later)) = place.and_then(|place| near.get(place..)?.split_first()) else {
                won.push((region, version.ladder.rules()));
                continue;
            };
            won.extend(region.intersection(cut).map(|inside| (inside, rule)));
            let parts = region.minus(cut, |axis| self.old.space().whole(axis));
            open.extend(parts.into_iter().map(|part| (part, later)));
        }
        Some(won)
    }
}

fn side(outcome: Option<&Outcome>, serves: &[ConnectorId], rule: Option<String>) -> Side {
    match outcome {
        Some(outcome) => Side::Decided(Settled::of(outcome, &|id| serves.contains(&id)), rule),
        None => Side::Nothing,
    }
}
