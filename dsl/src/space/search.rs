//! Is there a payment that slips through? The one question behind "every payment gets an answer" and "no plan ends
//! up empty", answered exactly by cutting regions into pieces.
//!
//! A region goes through filters one after the other. What a filter strikes is cut off; what is left goes on to the
//! next. If a piece comes out behind the last filter, every payment in it is a witness.
//!
//! The pieces stay few because the cut is chosen that leaves the fewest sides open: usually it takes all of the
//! region, or all but one slice. Where that is not enough the budget ends, and the answer says so.

use crate::space::{Region, Space};

/// Something that strikes payments.
#[derive(Debug, Clone, Copy)]
pub enum Filter<'r> {
    /// Strikes what lies in any of these regions.
    Any(&'r [Region]),
    /// The first of these regions that a payment lies in decides: `true` strikes it. In none, it goes on.
    First(&'r [(Region, bool)]),
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// All payments of this region get through.
    Found(Region),
    /// No payment gets through: proved.
    Nothing,
    /// The budget ended before either was certain.
    Undecided,
}

/// A search in a space, with the number of cuts that it may still make.
#[derive(Debug)]
pub struct Search<'s, 'p> {
    space: &'s Space<'p>,
    budget: u32,
}

/// The budget has ended.
struct Spent;

impl<'s, 'p> Search<'s, 'p> {
    /// A search that gives up after `budget` cuts.
    pub fn new(space: &'s Space<'p>, budget: u32) -> Self {
        Self { space, budget }
    }

    /// Whether a payment of `region` gets through all of `filters`.
    pub fn survivor(mut self, region: &Region, filters: &[Filter<'_>]) -> Answer {
        match self.pass(region.clone(), filters) {
            Ok(Some(region)) => Answer::Found(region),
            Ok(None) => Answer::Nothing,
            Err(Spent) => Answer::Undecided,
        }
    }

    fn pass(&mut self, region: Region, filters: &[Filter<'_>]) -> Result<Option<Region>, Spent> {
        match filters.split_first() {
            None => Ok(Some(region)),
            Some((Filter::Any(cuts), rest)) => {
                let near: Vec<&Region> = cuts.iter().filter(|cut| cut.intersects(&region)).collect();
                self.pass_any(region, &near, rest)
            }
            Some((Filter::First(cuts), rest)) => self.pass_first(region, cuts, rest),
        }
    }

    fn pass_any(
        &mut self,
        region: Region,
        cuts: &[&Region],
        rest: &[Filter<'_>],
    ) -> Result<Option<Region>, Spent> {
        self.spend()?;
        let best = cuts.iter().map(|cut| (cut.open_sides(&region), *cut)).min_by_key(|(open, _)| *open);
        let cut = match best {
            None => return self.pass(region, rest),
            Some((0, _)) => return Ok(None),
            Some((_, cut)) => cut,
        };
        for part in region.minus(cut, |axis| self.space.whole(axis)) {
            let near: Vec<&Region> = cuts.iter().copied().filter(|cut| cut.intersects(&part)).collect();
            if let Some(found) = self.pass_any(part, &near, rest)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn pass_first(
        &mut self,
        region: Region,
        cuts: &[(Region, bool)],
        rest: &[Filter<'_>],
    ) -> Result<Option<Region>, Spent> {
        self.spend()?;
        let Some(place) = cuts.iter().position(|(cut, _)| cut.intersects(&region)) else {
            return self.pass(region, rest);
        };
        let Some(((cut, strikes), later)) = cuts.get(place..).and_then(<[_]>::split_first) else {
            return self.pass(region, rest);
        };
        if let (false, Some(inside)) = (strikes, region.intersection(cut))
            && let Some(found) = self.pass(inside, rest)?
        {
            return Ok(Some(found));
        }
        for part in region.minus(cut, |axis| self.space.whole(axis)) {
            if let Some(found) = self.pass_first(part, later, rest)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn spend(&mut self) -> Result<(), Spent> {
        self.budget = self.budget.checked_sub(1).ok_or(Spent)?;
        Ok(())
    }
}
