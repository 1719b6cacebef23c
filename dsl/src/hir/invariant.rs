//! Invariants: what is claimed of every payment.

use crate::hir::{Condition, ConnectorId, Date, Outcome, StageKind};
use crate::source::Span;

/// A claim about a stage, for the payments that meet a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Invariant {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// On which days it holds.
    pub effective: Effective,
    /// For which payments it is claimed.
    pub when: Condition,
    /// The stage.
    pub stage: StageKind,
    /// What is claimed.
    pub claim: Claim,
}

/// The days on which an invariant holds, the first and the last one among them; without a bound where none is given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effective {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

impl Effective {
    /// Whether a day is one of them.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|first| first <= day) && self.until.is_none_or(|last| day <= last)
    }

    /// The days in words that follow what is claimed, such as ` from 2027-01-01 on`; none where it is claimed of all days.
    pub fn in_words(&self) -> String {
        match (self.from, self.until) {
            (None, None) => String::new(),
            (Some(first), None) => format!(" from {first} on"),
            (None, Some(last)) => format!(" until {last}"),
            (Some(first), Some(last)) => format!(" from {first} until {last}"),
        }
    }
}

/// What is claimed of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// It always decides this; a reason that is not given may be any.
    Always(Expected),
    /// It never decides this.
    Never(Expected),
    /// The plan tries this connector before all others.
    First(ConnectorId),
}

/// What a stage may decide, as a claim names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// This outcome; an empty reason stands for any.
    Outcome(Outcome),
    /// A plan with this connector.
    InPlan(ConnectorId),
}
