//! Which payments slip through? The one question behind "every payment gets an answer", "no rule is hidden" and "no plan
//! ends up empty", answered exactly by cutting regions into pieces.
//!
//! A region goes through filters one after the other. What a filter strikes is cut off; what is left goes on to the
//! next. All payments of a piece that comes out behind the last filter get through, and no two pieces have one in common.
//!
//! The pieces stay few because the cut is chosen that leaves the fewest sides open: usually it takes all of the
//! region, or all but one slice. Where that is not enough the budget ends, and the answer says so. It is counted in
//! comparisons of two regions, so that it takes the same time whatever is compared, and the same on every machine.

use std::ops::ControlFlow;

use crate::space::{AxisId, KeySet, Region, Space};

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

impl Filter<'_> {
    /// How many regions it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Any(cuts) => cuts.len(),
            Self::First(cuts) => cuts.len(),
        }
    }

    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
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
        match filters.split_first() {
            None => match (self.see)(region) {
                ControlFlow::Continue(()) => Ok(()),
                ControlFlow::Break(()) => Err(Over(End::Stopped)),
            },
            Some((Filter::Any(cuts), rest)) => {
                let near: Vec<&Region> = cuts.iter().copied().filter(|cut| cut.intersects(&region)).collect();
                self.pass_any(region, &near, rest)
            }
            Some((Filter::First(cuts), rest)) => self.pass_first(region, cuts, rest),
        }
    }

    fn pass_any(&mut self, region: Region, cuts: &[&Region], rest: &[Filter<'_>]) -> Result<(), Over> {
        self.spend(cuts.len())?;
        let best = cuts.iter().map(|cut| (cut.open_sides(&region), *cut)).min_by_key(|(open, _)| *open);
        let cut = match best {
            None => return self.pass(region, rest),
            Some((0, _)) => return Ok(()),
            Some((_, cut)) => cut,
        };
        for part in region.minus(cut, |axis| self.space.whole(axis)) {
            let near: Vec<&Region> = cuts.iter().copied().filter(|cut| cut.intersects(&part)).collect();
            self.pass_any(part, &near, rest)?;
        }
        Ok(())
    }

    fn pass_first(
        &mut self,
        region: Region,
        cuts: &[(&Region, bool)],
        rest: &[Filter<'_>],
    ) -> Result<(), Over> {
        self.spend(cuts.len())?;
        let near: Vec<(&Region, bool)> =
            cuts.iter().copied().filter(|(cut, _)| cut.intersects(&region)).collect();
        let striking = near.iter().filter(|(_, strikes)| *strikes).count();
        if striking == 0 {
            return self.pass(region, rest);
        }
        if striking == near.len() {
            let near: Vec<&Region> = near.into_iter().map(|(cut, _)| cut).collect();
            return self.pass_any(region, &near, rest);
        }
        let Some(((cut, strikes), later)) = near.split_first() else { return Ok(()) };
        if let (false, Some(inside)) = (strikes, region.intersection(cut)) {
            self.pass(inside, rest)?;
        }
        for part in region.minus(cut, |axis| self.space.whole(axis)) {
            self.pass_first(part, later, rest)?;
        }
        Ok(())
    }

    fn spend(&mut self, compared: usize) -> Result<(), Over> {
        let cost = u32::try_from(compared).ok().and_then(|compared| compared.checked_add(1));
        self.budget = cost.and_then(|cost| self.budget.checked_sub(cost)).ok_or(Over(End::Spent))?;
        Ok(())
    }
}
