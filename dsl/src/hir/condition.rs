//! Conditions: tests of single facts, joined by `and`, `or` and `not`.
//!
//! A test keeps the meaning that the policy gives it (a worth, leading digits), so that the reference evaluator can
//! check what the compiled graph makes of it.

use crate::hir::{Bound, Digits, FactId};

/// What a payment must meet.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Every one of these; met by all payments if there are none.
    All(Vec<Condition>),
    /// At least one of these; met by no payment if there are none.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// This test.
    Test(Test),
}

impl Condition {
    /// The condition that every payment meets.
    pub const ALWAYS: Self = Self::All(Vec::new());

    /// The facts that it tests.
    pub fn facts(&self) -> Vec<FactId> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::facts).collect(),
            Self::Not(inner) => inner.facts(),
            Self::Test(test) => vec![test.fact],
        }
    }
}

/// A test of one fact. It is never met by a payment that lacks the fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The fact.
    pub fact: FactId,
    /// What its value must be.
    pub predicate: Predicate,
}

/// What the value of a fact must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// Anything: the fact is there.
    Present,
    /// True, of a flag.
    True,
    /// One of these places in the list of a `one of` or of a currency, or in that of all countries.
    OneOf(Vec<u16>),
    /// Within one of these ranges of whole numbers, basis points or milliseconds.
    Whole(Vec<WholeRange>),
    /// Beginning with digits of one of these ranges.
    Digits(Vec<DigitRange>),
    /// Worth an amount within one of these ranges.
    Worth(Vec<WorthRange>),
    /// One of these texts.
    TextIs(Vec<String>),
    /// A text of this shape.
    TextLike(TextPattern),
}

/// Whole numbers from `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeRange {
    /// The least.
    pub low: i64,
    /// The greatest.
    pub high: i64,
}

/// Leading digits from `low` to `high`, both included and both of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigitRange {
    /// The least.
    pub low: Digits,
    /// The greatest.
    pub high: Digits,
}

/// Amounts by what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorthRange {
    /// The least worth, if there is one.
    pub low: Option<Bound>,
    /// The greatest worth, if there is one.
    pub high: Option<Bound>,
}

/// The shape of a text; letters count as they are written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextPattern {
    /// Begins with this.
    StartsWith(String),
    /// Ends with this.
    EndsWith(String),
    /// Holds this somewhere.
    Contains(String),
}

impl TextPattern {
    /// Whether `text` has this shape.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::StartsWith(part) => text.starts_with(part.as_str()),
            Self::EndsWith(part) => text.ends_with(part.as_str()),
            Self::Contains(part) => text.contains(part.as_str()),
        }
    }
}
