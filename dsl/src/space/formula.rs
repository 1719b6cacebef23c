//! Conditions with `not` worked into the tests: sets of keys, joined by "all of" and "any of".

use crate::space::{AxisId, KeySet, Region};

/// What keys a payment must have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// On this axis, one of these.
    In(AxisId, KeySet),
    /// All of these hold; always, if there are none.
    All(Vec<Formula>),
    /// One of these holds; never, if there are none.
    Any(Vec<Formula>),
}

impl Formula {
    /// The formula that always holds.
    pub const TRUE: Self = Self::All(Vec::new());
    /// The formula that never holds.
    pub const FALSE: Self = Self::Any(Vec::new());

    /// All of these, with the tests of one axis put together.
    pub fn all(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::All(parts) => parts,
            part => vec![part],
        });
        let mut joined: Vec<Self> = vec![];
        for part in flat {
            if part == Self::FALSE {
                return Self::FALSE;
            }
            join(&mut joined, part, KeySet::intersection);
        }
        if joined.iter().any(|part| matches!(part, Self::In(_, keys) if keys.is_empty())) {
            return Self::FALSE;
        }
        single(joined, Self::All)
    }

    /// One of these, with the tests of one axis put together.
    pub fn any(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Any(parts) => parts,
            part => vec![part],
        });
        let mut joined: Vec<Self> = vec![];
        for part in flat {
            if part == Self::TRUE {
                return Self::TRUE;
            }
            join(&mut joined, part, KeySet::union);
        }
        single(joined, Self::Any)
    }

    /// Whether it holds for a payment with these keys.
    pub fn holds(&self, key: &impl Fn(AxisId) -> u64) -> bool {
        match self {
            Self::In(axis, keys) => keys.contains(key(*axis)),
            Self::All(parts) => parts.iter().all(|part| part.holds(key)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(key)),
        }
    }

    /// The regions that together hold exactly the payments that meet it, or nothing if there are more than `most`.
    pub fn regions(&self, most: usize) -> Option<Vec<Region>> {
        match self {
            Self::In(axis, keys) => Some(Region::everything().with(*axis, keys).into_iter().collect()),
            Self::All(parts) => {
                let mut regions = vec![Region::everything()];
                for part in parts {
                    let factors = part.regions(most)?;
                    if regions.len().saturating_mul(factors.len()) > most {
                        return None;
                    }
                    regions = product(&regions, &factors);
                }
                Some(regions)
            }
            Self::Any(parts) => {
                let mut regions = vec![];
                for part in parts {
                    regions.extend(part.regions(most)?);
                    if regions.len() > most {
                        return None;
                    }
                }
                Some(regions)
            }
        }
    }
}

/// What each of the regions has in common with each of the factors.
pub(super) fn product(regions: &[Region], factors: &[Region]) -> Vec<Region> {
    regions
        .iter()
        .flat_map(|region| factors.iter().filter_map(|factor| region.intersection(factor)))
        .collect()
}

/// Adds a part; if it tests an axis that another part tests, the two become one.
fn join(parts: &mut Vec<Formula>, part: Formula, keys: fn(&KeySet, &KeySet) -> KeySet) {
    if let Formula::In(axis, more) = &part {
        for known in parts.iter_mut() {
            match known {
                Formula::In(other, set) if other == axis => {
                    *set = keys(set, more);
                    return;
                }
                _ => {}
            }
        }
    }
    if !parts.contains(&part) {
        parts.push(part);
    }
}

/// The part itself if it is the only one.
fn single(mut parts: Vec<Formula>, join: fn(Vec<Formula>) -> Formula) -> Formula {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            join(parts)
        }
    }
}
