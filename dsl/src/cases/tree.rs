//! Cases as they are written, with the user's spelling and places. What is not as it should be is reported and left
//! out, with its whole case.

use crate::ast::Name;
use crate::source::Span;

/// A payment and what is expected of its decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its name.
    pub name: Name,
    /// What is given of the payment.
    pub payment: Vec<Given>,
    /// What is expected, at least one thing.
    pub expectations: Vec<Expectation>,
    /// The line with the name and the payment.
    pub span: Span,
}

/// A fact with its value; a flag may stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The name of the fact.
    pub fact: Name,
    /// The value; none if the fact stands alone.
    pub value: Option<Value>,
}

/// A value as it is spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it looks like; what it means depends on the fact.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// What a value looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// `visa`, `DE`, `424242`, `93.10%`, `310ms`, `2026-11-20T14:00:00Z`
    Word(String),
    /// `12.00 EUR`
    Amount(String, String),
    /// `"m1"`, without the quotes
    Text(String),
}

/// What one stage is expected to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// `screen`, `authenticate`, `route` or `retry`.
    pub stage: Name,
    /// The outcome; the connectors of a plan are one part each. None if only the rule is named.
    pub outcome: Vec<Outcome>,
    /// The rule that must win.
    pub by: Option<By>,
    /// All of it.
    pub span: Span,
}

/// What stands between two commas of an outcome: `deny "compliance"`, `again after 2s`, `adyen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The words, at least one.
    pub words: Vec<Name>,
    /// The string behind them.
    pub text: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// Which rule must win.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// `by "German debit"`
    Rule(Name),
    /// `by otherwise`
    Otherwise(Span),
}

impl Given {
    /// All of it.
    pub fn span(&self) -> Span {
        self.value.as_ref().map_or(self.fact.span, |value| self.fact.span.to(value.span))
    }
}
