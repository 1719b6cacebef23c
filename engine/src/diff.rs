//! What a change of a policy does: exactly the payments that are decided otherwise, in groups of what was decided for them
//! before and is after (change impact: Fisler, Krishnamurthi, Meyerovich and Tschantz, *Verification and change-impact
//! analysis of access-control policies*, 2005).
//!
//! 1. [`merge`]: both policies over one table of facts, so that they speak of the same payments.
//! 2. `align`: the rules that both have, in the same order. A payment for which such a rule wins in both is decided alike,
//!    so only the other rules are looked at, each in its own regions.
//! 3. `local`: the regions of such a rule in which the other version decides otherwise, cut into `cells` in which it is
//!    known which connectors serve; `settled` is what a plan comes to there. `changes` puts them together.
//! 4. `share`: how much of the space that is.

mod align;
mod cells;
mod changes;
mod local;
mod merge;
mod refused;
mod settled;
mod share;
mod versions;

pub use merge::{Incomparable, Merged, merge};
pub use settled::{Settled, Step};

use num_rational::BigRational;
use waypost_dsl::diagnostic::Witness;
use waypost_dsl::hir::StageKind;
use waypost_dsl::space::Region;

use crate::keys::{Axes, Placed};
use crate::payment::Payment;
use crate::proof::Proofs;
use changes::Sides;
use refused::refused;

/// All that two policies decide otherwise.
#[derive(Debug)]
pub struct Difference {
    /// The groups of payments that are decided otherwise, the largest share of a stage first.
    pub changes: Vec<Change>,
    /// What could not be decided within the budget.
    pub undecided: Vec<Undecided>,
    /// Where payments lie among the regions.
    axes: Axes,
}

impl Difference {
    /// Whether both policies decide alike, for every payment.
    pub fn is_same(&self) -> bool {
        self.changes.is_empty() && self.undecided.is_empty()
    }

    /// The groups that a payment belongs to, which is made for the facts that the policies were merged to.
    pub fn groups(&self, payment: &Payment) -> Vec<&Change> {
        let placed = Placed::new(&self.axes, payment);
        let holds =
            |change: &&Change| change.regions.iter().any(|region| region.holds(&|axis| placed.on(axis)));
        self.changes.iter().filter(holds).collect()
    }
}

/// Payments of which one stage decides one thing before and another after.
#[derive(Debug, Clone)]
pub struct Change {
    /// The stage; none if one of the policies refuses the payments that the other decides.
    pub stage: Option<StageKind>,
    /// What was decided.
    pub before: Side,
    /// What is decided.
    pub after: Side,
    /// The payments, as regions that have none in common.
    pub regions: Vec<Region>,
    /// The payments, as a condition of the language; nothing if they are more regions than anybody would read.
    pub condition: Option<String>,
    /// Which part of all classes of payments they are; nothing if that took too long to count.
    pub share: Option<BigRational>,
    /// One of them.
    pub witness: Witness,
}

/// What one of the policies does with some payments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Side {
    /// It refuses them: they are not what its facts say.
    Refused,
    /// The stage decides nothing, since the policy has no such stage.
    Nothing,
    /// The stage decides this, by the rule of that name, or by `otherwise`.
    Decided(Settled, Option<String>),
}

/// A question about a change that stayed open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// The stage.
    pub stage: StageKind,
    /// The rule in whose regions something may have changed; none for `otherwise`.
    pub rule: Option<String>,
}

/// Compares two policies for every payment that there can be; each question may compare `budget` regions.
pub fn diff(merged: &Merged, budget: u32) -> Difference {
    let [of_old, of_new] = &merged.own;
    let sides = [(&merged.old, of_old), (&merged.new, of_new)];
    let [(old, by_old), (new, by_new)] = Proofs::pair(sides, budget, |own, space| refused(space, own));
    let sides = Sides::of(&old, &new, [by_old, by_new]);
    let (mut changes, undecided) = sides.changes();
    changes.sort_by(|one, other| (one.stage, &other.share).cmp(&(other.stage, &one.share)));
    Difference { changes, undecided, axes: Axes::of(old.space()) }
}
