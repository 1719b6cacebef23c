//! What one of two policies refuses by its own facts, though the common facts of both allow it.

use waypost_dsl::hir::Type;
use waypost_dsl::space::{ABSENT, Formula, KeySet, Region, Space};

use crate::diff::merge::Own;

/// The regions that the policy with these facts refuses; they may overlap.
pub(super) fn refused(space: &mut Space<'_>, own: &[Own]) -> Vec<Region> {
    let mut regions = vec![];
    for own in own {
        let common = &space.facts()[own.id];
        let axis = space.axis(own.id);
        let there = space.whole(axis).minus(&KeySet::point(ABSENT));
        if own.ty != common.ty {
            regions.extend(Region::everything().with(axis, &there.minus(&keys(&own.ty, &common.ty))));
        }
        if (own.optional, &own.only_when) == (common.optional, &common.only_when) {
            continue;
        }
        let mut refuse = |keys: KeySet, formula: Formula| {
            let both = Formula::all(vec![Formula::In(axis, keys), formula]);
            regions.extend(both.regions(usize::MAX).unwrap_or_default());
        };
        if let Some(when) = &own.only_when {
            refuse(there, space.negation(when));
        }
        if !own.optional && space.whole(axis).contains(ABSENT) {
            let needed = own.only_when.as_ref().map_or(Formula::TRUE, |when| space.formula(when));
            refuse(KeySet::point(ABSENT), needed);
        }
    }
    regions
}

/// The keys on the line of the common type of the values that a policy knows.
fn keys(own: &Type, common: &Type) -> KeySet {
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
