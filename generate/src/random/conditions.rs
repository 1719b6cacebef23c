//! Random conditions: tests joined by `and`, `or` and `not`.

use waypost_dsl::hir::{Condition, FactId, Facts, Origin};

use super::Names;
use super::predicates::test;
use crate::draw::Draw;

/// Any fact may be tested.
pub(super) fn all(_: &Facts, _: FactId) -> bool {
    true
}

/// A condition on the facts that `may` allows, with up to `depth` levels of `and`, `or` and `not`.
pub(super) fn condition(
    draw: &mut Draw,
    names: &Names,
    may: &impl Fn(&Facts, FactId) -> bool,
    depth: u32,
) -> Condition {
    let parts =
        |draw: &mut Draw| (0..draw.below(4)).map(|_| condition(draw, names, may, depth - 1)).collect();
    match draw.below(8) {
        4 if depth > 0 => Condition::Any(parts(draw)),
        5 | 6 if depth > 0 => Condition::All(parts(draw)),
        7 if depth > 0 => Condition::Not(Box::new(condition(draw, names, may, depth - 1))),
        _ => {
            let near: Vec<FactId> = names.facts.all.ids().filter(|&fact| may(&names.facts, fact)).collect();
            // There are many signals, which must not crowd out the rest.
            let of_payment = |id: &FactId| !matches!(names.facts[*id].origin, Origin::Signal(..));
            let (own, signals): (Vec<FactId>, Vec<FactId>) = near.into_iter().partition(of_payment);
            let some = match (own.as_slice(), signals.as_slice()) {
                ([], []) => return Condition::ALWAYS,
                (own, []) => own,
                ([], signals) => signals,
                (_, signals) if draw.once_in(4) => signals,
                (own, _) => own,
            };
            let fact = *draw.pick(some);
            Condition::Test(test(draw, names, fact, some))
        }
    }
}

/// A condition of more boxes than a rule may have.
pub(super) fn large(draw: &mut Draw, names: &Names) -> Condition {
    let choice = |draw: &mut Draw| Condition::Any((0..3).map(|_| condition(draw, names, &all, 0)).collect());
    Condition::All((0..draw.below(4) + 4).map(|_| choice(draw)).collect())
}
