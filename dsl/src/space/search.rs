//! Which payments slip through? The one question behind "every payment gets an answer", "no rule is hidden" and "no plan
//! ends up empty", answered exactly by cutting regions into pieces.
//!
//! A region goes through filters one after the other. What a filter strikes is cut off; what is left goes on to the
//! next. All payments of a piece that comes out behind the last filter get through, and no two pieces have one in common.
//!
//! The pieces stay few because the cut is chosen that leaves the fewest sides open: usually it takes all of the
//! region, or all but one slice. Where many cuts are near, the region is first split so that each part has few of them.
//! Where that is not enough the budget ends, and the answer says so. It is counted in
//! comparisons of two regions, so that it takes the same time whatever is compared, and the same on every machine.

mod split;

use std::ops::ControlFlow;

use rustc_hash::FxHashMap;

use crate::space::{AxisId, KeySet, Region, Space};
use split::split;

/// How often it is asked which keys pieces have besides those that are known.
const MOST_STRETCHES: usize = 16;

/// Something that strikes payments.
#[derive(Debug, Clone, Copy)]
pub enum Filter<'r> {
    /// Strikes what lies in any of these regions.
    Any(&'r [&'r Region]),
    /// The first of these regions that a payment lies in decides: `true` strikes it. In none, it goes on.
    First(&'r [(&'r Region, bool)]),
}

/// What a search for one piece found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// All payments of this region get through.
    Found(Region),
    /// No payment gets through: proved.
    Nothing,
    /// The budget ended before either was certain.
    Undecided,
}

/// How a search for pieces ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All pieces were seen.
    Seen,
    /// Whoever saw them wanted no more.
    Stopped,
    /// The budget ended before.
    Spent,
}

/// A search in a space, with the number of comparisons that it may still make.
#[expect(missing_debug_implementations, reason = "whoever sees the pieces is a function")]
pub struct Search<'s, 'p> {
    space: &'s Space<'p>,
    budget: u32,
    see: &'s mut dyn FnMut(Region) -> ControlFlow<()>,
}

/// A region that has something in common with the one that is cut.
#[derive(Debug, Clone, Copy)]
struct Near<'r> {
    cut: &'r Region,
    /// How many of its limits do not follow from those of the region that is cut.
    open: usize,
}

impl<'r> Near<'r> {
    fn of(cut: &'r Region, region: &Region) -> Option<Self> {
        cut.intersects(region).then(|| Self { cut, open: cut.open_axes(region).count() })
    }

    /// The same for a part of the region, which is narrower on some axes only; nothing if they have nothing in common.
    fn narrowed(&self, region: &Region, part: &Region, axes: &[AxisId]) -> Option<Self> {
        let mut open = self.open;
        for axis in axes {
            let (Some(keys), Some(now)) = (self.cut.side(*axis), part.side(*axis)) else { continue };
            if !now.intersects(keys) {
                return None;
            }
            let followed = region.side(*axis).is_some_and(|before| before.is_subset(keys));
            open -= usize::from(!followed && now.is_subset(keys));
        }
        Some(Self { cut: self.cut, open })
    }
}

/// The cuts that have something in common with a part of a region, which is narrower on some axes.
fn near<'r>(region: &Region, part: &Region, axes: &[AxisId], cuts: &[Near<'r>]) -> Vec<Near<'r>> {
    cuts.iter().filter_map(|near| near.narrowed(region, part, axes)).collect()
}

/// Why a search ends before its time.
struct Over(End);

impl<'s, 'p> Search<'s, 'p> {
    /// A piece of `region` that gets through all of `filters`, looked for with `budget` comparisons at most.
    pub fn survivor(space: &'s Space<'p>, budget: u32, region: &Region, filters: &[Filter<'_>]) -> Answer {
        let mut found = None;
        let mut first = |piece| {
            found = Some(piece);
            ControlFlow::Break(())
        };
        let end = Search::survivors(space, budget, region, filters, &mut first);
        match (end, found) {
            (_, Some(piece)) => Answer::Found(piece),
            (End::Spent, None) => Answer::Undecided,
            (_, None) => Answer::Nothing,
        }
    }

    /// All keys on an axis that pieces have, `keys` among them: `look` looks for a piece with other ones. Nothing if there are
    /// too many stretches of them, or if it is not certain that there are no more.
    pub fn spread(
        space: &Space<'_>,
        axis: AxisId,
        mut keys: KeySet,
        mut look: impl FnMut(&KeySet) -> Answer,
    ) -> Option<KeySet> {
        let whole = space.whole(axis);
        for _ in 0..MOST_STRETCHES {
            match look(&whole.minus(&keys)) {
                Answer::Nothing => return Some(keys),
                Answer::Found(piece) => keys = keys.union(piece.side(axis).unwrap_or(&whole)),
                Answer::Undecided => return None,
            }
        }
        None
    }

    /// Shows `see` the pieces of `region` that get through all of `filters`, until it breaks off or `budget`
    /// comparisons are made.
    pub fn survivors(
        space: &'s Space<'p>,
        budget: u32,
        region: &Region,
        filters: &[Filter<'_>],
        see: &'s mut dyn FnMut(Region) -> ControlFlow<()>,
    ) -> End {
        match (Self { space, budget, see }).pass(region.clone(), filters) {
            Ok(()) => End::Seen,
            Err(Over(end)) => end,
        }
    }

    fn pass(&mut self, region: Region, filters: &[Filter<'_>]) -> Result<(), Over> {
        match filters {
            [] => match (self.see)(region) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(Over(End::Stopped)),
            },
            // Together they leave fewer pieces than one after the other.
            [Filter::Any(always), Filter::First(cuts), rest @ ..] => {
                self.pass_first(region, always, cuts, rest)
            }
            [Filter::Any(cuts), rest @ ..] => {
                let near: Vec<Near<'_>> = cuts.iter().filter_map(|cut| Near::of(cut, &region)).collect();
                self.pass_any(region, &near, rest)
            }
            [Filter::First(cuts), rest @ ..] => self.pass_first(region, &[], cuts, rest),
        }
    }

    fn pass_any(&mut self, region: Region, cuts: &[Near<'_>], rest: &[Filter<'_>]) -> Result<(), Over> {
        self.spend(cuts.len())?;
        let cut = match cuts.iter().min_by_key(|near| near.open) {
            None => return self.pass(region, rest),
            Some(Near { open: 0, .. }) => return Ok(()),
            Some(Near { open: 1, .. }) => return self.slice(&region, cuts, rest),
            Some(near) => near.cut,
        };
        if let Some((axis, parts)) = split(self.space, &region, cuts) {
            self.spend(cuts.len())?;
            let parts = parts.iter().filter_map(|keys| region.clone().with(axis, keys));
            let near = |part| (near(&region, &part, &[axis], cuts), part);
            let mut parts: Vec<(Vec<Near<'_>>, Region)> = parts.map(near).collect();
            // Where the fewest cuts are near, something is most likely left.
            parts.sort_by_key(|(near, _)| near.len());
            return parts.into_iter().try_for_each(|(near, part)| self.pass_any(part, &near, rest));
        }
        let narrowed: Vec<AxisId> = cut.open_axes(&region).collect();
        for part in region.minus(cut, |axis| self.space.whole(axis)) {
            self.pass_part(&region, part, &narrowed, cuts, rest)?;
        }
        Ok(())
    }

    /// Takes off all that cuts take which limit the region on one axis only: one part is left.
    fn slice(&mut self, region: &Region, cuts: &[Near<'_>], rest: &[Filter<'_>]) -> Result<(), Over> {
        let mut taken: FxHashMap<AxisId, Vec<(u64, u64)>> = FxHashMap::default();
        for near in cuts.iter().filter(|near| near.open == 1) {
            let limit = near.cut.open_axes(region).next().and_then(|axis| Some((axis, near.cut.side(axis)?)));
            if let Some((axis, keys)) = limit {
                taken.entry(axis).or_default().extend(keys.ranges());
            }
        }
        let axes: Vec<AxisId> = taken.keys().copied().collect();
        let part = taken.into_iter().try_fold(region.clone(), |part, (axis, keys)| {
            part.with(axis, &self.space.whole(axis).minus(&KeySet::from_ranges(keys)))
        });
        part.map_or(Ok(()), |part| self.pass_part(region, part, &axes, cuts, rest))
    }

    /// Goes on with a part of a region, which is narrower on some axes.
    fn pass_part(
        &mut self,
        region: &Region,
        part: Region,
        axes: &[AxisId],
        cuts: &[Near<'_>],
        rest: &[Filter<'_>],
    ) -> Result<(), Over> {
        let near = near(region, &part, axes, cuts);
        self.pass_any(part, &near, rest)
    }

    /// What meets a cut that lets through, and none before it, gets through; so does what meets none at all. What is in one
    /// of `always` never does.
    fn pass_first(
        &mut self,
        region: Region,
        always: &[&Region],
        cuts: &[(&Region, bool)],
        rest: &[Filter<'_>],
    ) -> Result<(), Over> {
        self.spend(always.len() + cuts.len())?;
        let always: Vec<&Region> = always.iter().copied().filter(|cut| cut.intersects(&region)).collect();
        let mut near: Vec<(&Region, bool)> =
            cuts.iter().copied().filter(|(cut, _)| cut.intersects(&region)).collect();
        // Behind the last one that strikes, it does not matter which is met.
        near.truncate(near.iter().rposition(|(_, strikes)| *strikes).map_or(0, |last| last + 1));
        for (place, (cut, _)) in near.iter().enumerate().filter(|(_, (_, strikes))| !strikes) {
            let Some(inside) = region.intersection(cut) else { continue };
            self.spend(always.len() + place)?;
            let before = near.iter().take(place).map(|(cut, _)| *cut);
            let before = always.iter().copied().chain(before);
            let before: Vec<Near<'_>> = before.filter_map(|cut| Near::of(cut, &inside)).collect();
            self.pass_any(inside, &before, rest)?;
        }
        let all = always.into_iter().chain(near.into_iter().map(|(cut, _)| cut));
        let all: Vec<Near<'_>> = all.filter_map(|cut| Near::of(cut, &region)).collect();
        self.pass_any(region, &all, rest)
    }

    fn spend(&mut self, compared: usize) -> Result<(), Over> {
        let cost = u32::try_from(compared).ok().and_then(|compared| compared.checked_add(1));
        self.budget = cost.and_then(|cost| self.budget.checked_sub(cost)).ok_or(Over(End::Spent))?;
        Ok(())
    }
}
