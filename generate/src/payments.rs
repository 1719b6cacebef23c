//! Random payments for a policy, half of their values on the corners of its tests and of its plans.

mod corners;
mod instants;
mod values;

use waypost_dsl::hir::{FactId, Origin, Policy, Rule, Signal};
use waypost_engine::{Payment, reference};

use crate::draw::Draw;
pub use corners::Corners;
use values::{Owned, value};

/// A payment that can be.
pub fn payment(draw: &mut Draw, policy: &Policy, corners: &Corners) -> Payment {
    possible(draw, policy, |draw, fact| corners.one_of(draw, fact, 2))
}

/// A payment that can be, and that may well be taken by a rule: most of what the rule tests is on the corners of its
/// tests.
pub fn payment_near(draw: &mut Draw, policy: &Policy, corners: &Corners, rule: &Rule) -> Payment {
    let own = Corners::of_rule(policy, rule);
    possible(draw, policy, |draw, fact| own.one_of(draw, fact, 8).or_else(|| corners.one_of(draw, fact, 2)))
}

/// A payment that can be, with the values that `corner` gives, and any others.
fn possible(
    draw: &mut Draw,
    policy: &Policy,
    corner: impl Fn(&mut Draw, FactId) -> Option<Owned>,
) -> Payment {
    let full: Vec<Option<Owned>> = policy
        .facts
        .all
        .iter()
        .map(|(id, fact)| {
            // A connector of which nothing is said is healthy.
            let may_lack = fact.optional || matches!(fact.origin, Origin::Signal(_, Signal::Health));
            match fact.origin {
                Origin::Part(_) => None,
                _ if may_lack && draw.once_in(3) => None,
                _ => Some(corner(draw, id).unwrap_or_else(|| value(draw, &fact.ty))),
            }
        })
        .collect();
    let mut allowed = vec![true; full.len()];
    // Each pass settles at least one more link of the longest chain of facts that need one another.
    for _ in 0..full.len() {
        let payment = filled(policy, &full, &allowed);
        let next: Vec<bool> = policy
            .facts
            .all
            .iter()
            .map(|(_, fact)| {
                fact.only_when.as_ref().is_none_or(|when| reference::holds(policy, when, &payment))
            })
            .collect();
        if next == allowed {
            break;
        }
        allowed = next;
    }
    filled(policy, &full, &allowed)
}

/// A payment that may lack facts, and may have some that it must not have.
pub fn flawed(draw: &mut Draw, policy: &Policy) -> Payment {
    let full = policy.facts.all.iter();
    let full: Vec<Option<Owned>> = full
        .map(|(_, fact)| (!matches!(fact.origin, Origin::Part(_))).then(|| value(draw, &fact.ty)))
        .collect();
    let allowed: Vec<bool> = full.iter().map(|_| !draw.once_in(4)).collect();
    filled(policy, &full, &allowed)
}

fn filled(policy: &Policy, values: &[Option<Owned>], allowed: &[bool]) -> Payment {
    let mut payment = Payment::new(&policy.facts);
    for ((id, value), allowed) in policy.facts.all.ids().zip(values).zip(allowed) {
        if let (Some(value), true) = (value, allowed) {
            assert_eq!(
                payment.set(&policy.facts, id, value.get()),
                Ok(()),
                "a generated value fits its fact"
            );
        }
    }
    payment
}
