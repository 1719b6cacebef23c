//! What follows the arrow.

use crate::ast::{Name, Value};
use crate::source::Span;

/// What follows the arrow.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The parts between the commas; none if it could not be read.
    pub parts: Vec<OutcomePart>,
    /// All of it.
    pub span: Span,
}

/// One part of an outcome.
#[derive(Debug, Clone)]
pub enum OutcomePart {
    /// `adyen`, `exempt low_value`, `deny "compliance"`, `again after 2s`
    Words(OutcomeWords),
    /// `split by FACT { a 70%, b 30% }`
    Split(Split),
    /// `best by MEASURE { a, b }`
    Best(Best),
}

/// Words and perhaps a string or a duration.
#[derive(Debug, Clone)]
pub struct OutcomeWords {
    /// The words, at least one.
    pub words: Vec<Name>,
    /// The string or the duration.
    pub value: Option<Value>,
    /// All of it.
    pub span: Span,
}

/// A connector chosen by the value of a fact.
#[derive(Debug, Clone)]
pub struct Split {
    /// The fact.
    pub by: Name,
    /// The connectors and their shares; none if they could not be read.
    pub sides: Vec<(Name, Value)>,
    /// All of it.
    pub span: Span,
}

/// Connectors in the order of a measure.
#[derive(Debug, Clone)]
pub struct Best {
    /// The measure.
    pub by: Name,
    /// The connectors.
    pub connectors: Vec<Name>,
    /// All of it.
    pub span: Span,
}

impl OutcomePart {
    /// Where all of it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Words(words) => words.span,
            Self::Split(split) => split.span,
            Self::Best(best) => best.span,
        }
    }
}
