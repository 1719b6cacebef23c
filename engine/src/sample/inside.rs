//! A region inside of a rule, in which a payment can be.

use fastrand::Rng;
use waypost_dsl::space::{ABSENT, Axis, AxisId, Formula, KeySet, Region, Space};

use crate::sample::{Given, Known, about};

/// How often a way to meet a rule is looked for: one choice may rule out all others.
const TRIES: u32 = 8;

/// One of the regions of one of the rules, as far as what the facts need allows it; nothing if there is no rule, or no
/// way to meet it was found.
pub(super) fn region(known: &Known<'_>, rng: &mut Rng) -> Option<Region> {
    let rule = rng.choice(&known.rules)?;
    (0..TRIES).find_map(|_| {
        let region = narrow(&known.space, rng, Region::everything(), rule)?;
        needed(known, rng, region)
    })
}

/// A part of `region` in which `formula` holds: of what may hold, something is chosen.
fn narrow(space: &Space<'_>, rng: &mut Rng, region: Region, formula: &Formula) -> Option<Region> {
    match formula {
        Formula::In(axis, keys) => on(space, region, *axis, keys),
        Formula::All(parts) => {
            // Tests come first, since they tell which of several ways are left.
            let is_test = |part: &&Formula| matches!(part, Formula::In(..));
            let tests = parts.iter().filter(is_test);
            let mut all = tests.chain(parts.iter().filter(|part| !is_test(part)));
            all.try_fold(region, |region, part| narrow(space, rng, region, part))
        }
        Formula::Any(parts) if parts.is_empty() => None,
        Formula::Any(parts) => {
            let (later, first) = parts.split_at_checked(rng.usize(..parts.len()))?;
            first.iter().chain(later).find_map(|part| narrow(space, rng, region.clone(), part))
        }
    }
}

/// The part of `region` with these keys; what a fact must be there for, it is there.
fn on(space: &Space<'_>, region: Region, axis: AxisId, keys: &KeySet) -> Option<Region> {
    let region = region.with(axis, keys)?;
    let is_there = match space.axes().at(axis)? {
        Axis::Pattern(..) | Axis::Listed(..) => !keys.contains(0),
        Axis::Order(..) => !keys.contains(ABSENT),
        Axis::Fact(_) | Axis::Opaque(_) => false,
    };
    let mut facts = about(space, axis).filter(|_| is_there).map(|fact| space.axis(fact));
    facts.try_fold(region, |region, fact| region.with(fact, &present(&space.whole(fact))))
}

/// The part of `region` in which the facts that it speaks of can be as it says: with what their `only when` asks for, or
/// without.
pub(super) fn needed(known: &Known<'_>, rng: &mut Rng, region: Region) -> Option<Region> {
    // Backwards, so that a fact comes after all that need it.
    known.facts.iter().rev().try_fold(region, |region, given| match need(known, given, &region) {
        Some(formula) => narrow(&known.space, rng, region, formula),
        None => Some(region),
    })
}

/// What must hold for the fact to be as `region` says.
fn need<'k>(known: &'k Known<'_>, given: &'k Given, region: &Region) -> Option<&'k Formula> {
    let [allowed, forbidden] = given.only_when.as_ref()?;
    let side = region.side(given.axis)?;
    if !side.contains(ABSENT) {
        return Some(allowed);
    }
    let is_absent = present(side).is_empty() && !known.policy.facts[given.id].optional;
    is_absent.then_some(forbidden)
}

fn present(keys: &KeySet) -> KeySet {
    keys.minus(&KeySet::point(ABSENT))
}
