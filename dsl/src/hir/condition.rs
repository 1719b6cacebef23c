//! Conditions: tests of single facts, joined by `and`, `or` and `not`.
//!
//! A test keeps the meaning that the policy gives it (a worth, leading digits), so that the reference evaluator can
//! check what the compiled graph makes of it.

use std::cmp::Ordering;

use crate::hir::{Bound, Digits, FactId, ListId};

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
            Self::Test(Test { fact, predicate: Predicate::Against(_, other) }) => vec![*fact, *other],
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
    /// One of these places in the list of a `one of`, of a currency or of the days of the week, or in that of all
    /// countries.
    OneOf(Vec<u16>),
    /// Within one of these ranges of whole numbers, basis points, milliseconds or days.
    Whole(Vec<WholeRange>),
    /// Beginning with digits of one of these ranges.
    Digits(Vec<DigitRange>),
    /// Worth an amount within one of these ranges.
    Worth(Vec<WorthRange>),
    /// One of these texts.
    TextIs(Vec<String>),
    /// A text of this shape.
    TextLike(TextPattern),
    /// In this list: one of its texts, or beginning with one of its digits.
    Listed(ListId),
    /// In this relation to the value of that fact, which is there.
    Against(Relation, FactId),
}

/// How two values stand to one another; amounts by what they are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// They are the same.
    Equal,
    /// The first is less.
    Less,
    /// The first is not greater.
    AtMost,
    /// The first is greater.
    Greater,
    /// The first is not less.
    AtLeast,
}

impl Relation {
    /// Whether values that are in this order are in the relation.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }

    /// The relation of the second value to the first.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
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
