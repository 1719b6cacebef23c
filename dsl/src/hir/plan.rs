//! Plans: which connectors try a payment, in which order.

use crate::hir::{ConnectorId, FactId};

/// Candidates in order; no connector stands in two of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Plan {
    candidates: Vec<Candidate>,
    // INVARIANT: those of the candidates, in the order in which they are written.
    connectors: Vec<ConnectorId>,
}

impl Plan {
    /// The most connectors that one plan names.
    pub const MAX: usize = 64;

    /// The plan of these candidates.
    pub fn new(candidates: Vec<Candidate>) -> Self {
        let connectors = candidates.iter().flat_map(Candidate::connectors).collect();
        Self { candidates, connectors }
    }

    /// The candidates.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// All connectors that it names, in the order in which they are written.
    pub fn connectors(&self) -> &[ConnectorId] {
        &self.connectors
    }

    /// Whether each candidate names one connector, so that nothing is left to choose.
    pub fn is_settled(&self) -> bool {
        self.candidates.len() == self.connectors.len()
    }
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Candidate {
    /// Always this connector.
    Connector(ConnectorId),
    /// One connector, by the value of a fact.
    Split(Split),
    /// All of these, the best one first.
    Best(Best),
}

/// `split by FACT { a 70%, b 30% }`: the same value always falls on the same side.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Split {
    /// The fact.
    pub by: FactId,
    // INVARIANT: the shares sum to 100.
    /// The sides, each with its share in whole percent.
    pub sides: Vec<(ConnectorId, u8)>,
}

/// `best by MEASURE { a, b }`: what is equally good stays in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Best {
    /// What they are compared by.
    pub by: Measure,
    /// The connectors.
    pub connectors: Vec<ConnectorId>,
}

/// What connectors are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
    pub fn connectors(&self) -> Vec<ConnectorId> {
        match self {
            Self::Connector(id) => vec![*id],
            Self::Split(split) => split.sides.iter().map(|(id, _)| *id).collect(),
            Self::Best(best) => best.connectors.clone(),
        }
    }

    /// How many connectors it names.
    pub fn len(&self) -> usize {
        match self {
            Self::Connector(_) => 1,
            Self::Split(split) => split.sides.len(),
            Self::Best(best) => best.connectors.len(),
        }
    }

    /// Never: a candidate names at least one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
