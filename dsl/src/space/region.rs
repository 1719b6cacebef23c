//! Regions: products of key sets, one an axis.

use crate::space::{AxisId, KeySet};

/// The payments whose keys lie in a set on each of some axes; on every other axis they may lie anywhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Region {
    // INVARIANT: in the order of the axes, each at most once, no set empty.
    sides: Vec<(AxisId, KeySet)>,
}

impl Region {
    /// All payments.
    pub fn everything() -> Self {
        Self::default()
    }

    /// The payments within these sides, of which none is empty and no two are on one axis.
    pub(super) fn of_sides(sides: impl IntoIterator<Item = (AxisId, KeySet)>) -> Self {
        let mut sides: Vec<(AxisId, KeySet)> = sides.into_iter().collect();
        sides.sort_by_key(|(axis, _)| *axis);
        Self { sides }
    }

    /// The axes that are limited, with the keys that are allowed on them, in order.
    pub fn sides(&self) -> &[(AxisId, KeySet)] {
        &self.sides
    }

    /// The keys that are allowed on `axis`, if it is limited.
    pub fn side(&self, axis: AxisId) -> Option<&KeySet> {
        let place = self.sides.binary_search_by_key(&axis, |(known, _)| *known).ok()?;
        self.sides.get(place).map(|(_, keys)| keys)
    }

    /// The part of this region whose key on `axis` is in `keys`, or nothing if there is none.
    #[must_use]
    pub fn with(mut self, axis: AxisId, keys: &KeySet) -> Option<Self> {
        match self.sides.binary_search_by_key(&axis, |(known, _)| *known) {
            Ok(place) => {
                let (_, side) = self.sides.get_mut(place)?;
                *side = side.intersection(keys);
                (!side.is_empty()).then_some(self)
            }
            Err(_) if keys.is_empty() => None,
            Err(place) => {
                self.sides.insert(place, (axis, keys.clone()));
                Some(self)
            }
        }
    }

    /// Whether a payment with these keys lies in it.
    pub fn holds(&self, key: &impl Fn(AxisId) -> u64) -> bool {
        self.sides.iter().all(|(axis, keys)| keys.contains(key(*axis)))
    }

    /// What this region and `other` have in common, or nothing.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        other.sides.iter().try_fold(self.clone(), |region, (axis, keys)| region.with(*axis, keys))
    }

    /// Whether the two regions have anything in common.
    pub fn intersects(&self, other: &Self) -> bool {
        self.beside(other).all(|(_, keys, others)| others.is_none_or(|others| others.intersects(keys)))
    }

    /// The axes on which the limits of `self` do not follow from those of `inner`; none if `inner` lies within `self`.
    pub fn open_axes<'r>(&'r self, inner: &'r Self) -> impl Iterator<Item = AxisId> {
        let sides = self.beside(inner);
        let open = sides.filter(|(_, keys, inner)| !inner.is_some_and(|inner| inner.is_subset(keys)));
        open.map(|(axis, ..)| axis)
    }

    /// The limits of this region, each with that of `other` on the same axis.
    fn beside<'r>(
        &'r self,
        other: &'r Self,
    ) -> impl Iterator<Item = (AxisId, &'r KeySet, Option<&'r KeySet>)> {
        let mut others = other.sides.iter().peekable();
        self.sides.iter().map(move |(axis, keys)| {
            while others.next_if(|(known, _)| known < axis).is_some() {}
            (*axis, keys, others.next_if(|(known, _)| known == axis).map(|(_, keys)| keys))
        })
    }

    /// The parts of this region outside of `other`; no two of them have anything in common. `whole` gives all keys of
    /// an axis.
    pub fn minus(&self, other: &Self, whole: impl Fn(AxisId) -> KeySet) -> Vec<Self> {
        let mut parts = vec![];
        let mut rest = self.clone();
        for (axis, keys) in &other.sides {
            let side = rest.side(*axis).cloned().unwrap_or_else(|| whole(*axis));
            parts.extend(rest.clone().with(*axis, &side.minus(keys)));
            match rest.with(*axis, &side.intersection(keys)) {
                Some(inside) => rest = inside,
                None => break,
            }
        }
        parts
    }
}
