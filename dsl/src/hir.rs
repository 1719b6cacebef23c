//! A policy as it is meant: every name resolved, every value typed, every stage total.
//!
//! Only [`check`](crate::check) makes one. What is in it needs no further doubt: the engine compiles it, and the
//! reference evaluator walks it in order.

pub use condition::{Condition, DigitRange, Predicate, Relation, Test, TextPattern, WholeRange, WorthRange};
pub use fact::{Fact, FactId, Facts, Origin, Signal, Type};
pub use invariant::{Claim, Effective, Expected, Invariant};
pub use jiff::civil::Date;
pub use list::{List, ListId, ListValues, Lists};
pub use money::{Bound, Money, Rates};
pub use order::order;
pub use plan::{Best, Candidate, Measure, Plan, Split};
pub use stage::{Exemption, Outcome, Rule, RuleId, Stage, StageKind};
pub use value::{Digits, Value};

mod condition;
pub mod day;
mod fact;
mod invariant;
mod list;
mod money;
mod order;
mod plan;
mod stage;
mod value;

use crate::arena::{Arena, ids};
use crate::source::Span;

ids! {
    /// The number of a connector.
    ConnectorId;
}

/// The connectors of a policy.
pub type Connectors = Arena<ConnectorId, Connector>;

/// A whole policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// Its name, by which it is asked for decisions.
    pub name: String,
    /// What a payment has.
    pub facts: Facts,
    /// Where a payment can go.
    pub connectors: Connectors,
    /// What amounts are worth.
    pub rates: Rates,
    /// The lists that its tests name.
    pub lists: Lists,
    /// The stages that it has, in the order in which they are decided.
    pub stages: Vec<Stage>,
    /// What is claimed of it.
    pub invariants: Vec<Invariant>,
}

impl Policy {
    /// What is claimed of it on a day: the invariants that hold then.
    pub fn invariants_on(&self, day: Date) -> impl Iterator<Item = &Invariant> {
        self.invariants.iter().filter(move |invariant| invariant.effective.holds_on(day))
    }
}

/// A service that takes payments.
#[derive(Debug, Clone, PartialEq)]
pub struct Connector {
    /// Its name.
    pub name: String,
    /// Which payments it takes.
    pub serves: Condition,
    /// Where the parts of `serves` stand that are joined by `and`; as many as it has, if it is an
    /// [`All`](Condition::All).
    pub parts: Vec<Span>,
    /// What it costs.
    pub fee: Option<Fee>,
}

/// What a connector takes for a payment: a share of the amount and a fixed amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fee {
    /// The share, in hundredths of a percent.
    pub basis_points: u32,
    /// The fixed part.
    pub fixed: Option<Money>,
}
