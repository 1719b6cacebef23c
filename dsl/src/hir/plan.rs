//! Plans: which connectors try a payment, in which order.

use crate::hir::{ConnectorId, FactId};

/// Candidates in order; no connector stands in two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The candidates.
    pub candidates: Vec<Candidate>,
}

impl Plan {
    /// The most connectors that one plan names.
    pub const MAX: usize = 64;

    /// All connectors that it names, in the order in which they are written.
    pub fn connectors(&self) -> impl Iterator<Item = ConnectorId> {
        self.candidates.iter().flat_map(Candidate::connectors)
    }
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidate {
    /// Always this connector.
    Connector(ConnectorId),
    /// One connector, by the value of a fact.
    Split(Split),
    /// All of these, the best one first.
    Best(Best),
}

/// `split by FACT { a 70%, b 30% }`: the same value always falls on the same side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The fact.
    pub by: FactId,
    // INVARIANT: the shares sum to 100.
    /// The sides, each with its share in whole percent.
    pub sides: Vec<(ConnectorId, u8)>,
}

/// `best by MEASURE { a, b }`: what is equally good stays in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Best {
    /// What they are compared by.
    pub by: Measure,
    /// The connectors.
    pub connectors: Vec<ConnectorId>,
}

/// What connectors are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The greatest rate of success first.
    SuccessRate,
    /// The least fee on this amount first; every connector compared has a fee.
    Cost(FactId),
    /// The least latency first.
    Latency,
}

impl Candidate {
    /// The connectors that it names, in the order in which they are written.
    pub fn connectors(&self) -> impl Iterator<Item = ConnectorId> {
        let (one, sides, all): (Option<ConnectorId>, &[_], &[_]) = match self {
            Self::Connector(id) => (Some(*id), &[], &[]),
            Self::Split(split) => (None, &split.sides, &[]),
            Self::Best(best) => (None, &[], &best.connectors),
        };
        one.into_iter().chain(sides.iter().map(|(id, _)| *id)).chain(all.iter().copied())
    }
}
