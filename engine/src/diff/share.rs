//! How much of the space some regions are: the number of classes of payments in them, over that of all payments that can
//! be. A class are payments that no test of the two policies tells apart.

use std::ops::ControlFlow;

use num_bigint::{BigInt, BigUint};
use num_rational::BigRational;
use num_traits::Zero as _;
use waypost_dsl::space::{AxisId, End, Region, Space};

use crate::graph::Classes;
use crate::proof::{Proofs, Question};

/// The classes of each axis that is tested.
#[derive(Debug)]
pub(super) struct Shares {
    axes: Vec<(AxisId, Classes, u64)>,
    /// How many classes of payments there are, if they could be counted.
    all: Option<BigUint>,
}

impl Shares {
    /// The classes that the regions of both policies make.
    pub(super) fn of<'r>(proofs: &'r Proofs<'_>, regions: impl Iterator<Item = &'r Region>) -> Self {
        let space = proofs.space();
        let mut sides: Vec<Vec<&waypost_dsl::space::KeySet>> = vec![vec![]; space.axes().len()];
        let regions: Vec<&Region> = regions.chain(proofs.impossible()).collect();
        for (axis, keys) in regions.iter().flat_map(|region| region.sides()) {
            let place = waypost_dsl::arena::Id::index(*axis);
            sides.get_mut(place).into_iter().for_each(|sides| sides.push(keys));
        }
        let classes = space.axes().ids().zip(sides).filter(|(_, sides)| !sides.is_empty());
        let axes = classes.map(|(axis, sides)| {
            let classes = Classes::of(sides.into_iter());
            let count = count(space, axis, &classes, None);
            (axis, classes, count)
        });
        let mut shares = Self { axes: axes.collect(), all: None };
        shares.all = shares.counted(proofs);
        shares
    }

    /// How many classes there are of payments that can be.
    fn counted(&self, proofs: &Proofs<'_>) -> Option<BigUint> {
        let mut all = BigUint::zero();
        let question = Question { within: vec![Region::everything()], ..Question::default() };
        let end = proofs.pieces(&question, &Region::everything(), &mut |piece| {
            all += self.classes(proofs.space(), &piece);
            ControlFlow::Continue(())
        });
        (end == End::Seen).then_some(all)
    }

    /// How many classes of payments a region holds.
    fn classes(&self, space: &Space<'_>, region: &Region) -> BigUint {
        let of = |(axis, classes, whole): &(AxisId, Classes, u64)| match region.side(*axis) {
            Some(_) => count(space, *axis, classes, Some(region)),
            None => *whole,
        };
        self.axes.iter().map(|axis| BigUint::from(of(axis))).product()
    }

    /// The part of the space that these regions are, which have nothing in common.
    pub(super) fn share(&self, space: &Space<'_>, regions: &[Region]) -> Option<BigRational> {
        let all = self.all.clone().filter(|all| !all.is_zero())?;
        let part: BigUint = regions.iter().map(|region| self.classes(space, region)).sum();
        Some(BigRational::new(BigInt::from(part), BigInt::from(all)))
    }
}

/// How many classes of an axis payments can have in a region.
fn count(space: &Space<'_>, axis: AxisId, classes: &Classes, region: Option<&Region>) -> u64 {
    let whole = space.whole(axis);
    let keys = match region.and_then(|region| region.side(axis)) {
        Some(keys) => keys.intersection(&whole),
        None => whole,
    };
    let ranges = keys.ranges().iter().map(|&(first, last)| (classes.class(first), classes.class(last)));
    let (mut number, mut next) = (0, 0);
    for (first, last) in ranges {
        // A class that reaches over a gap is counted once.
        let first = first.max(next);
        number += (last + 1).saturating_sub(first) as u64;
        next = next.max(last + 1);
    }
    number
}
