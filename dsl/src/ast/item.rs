//! What stands at the top of a file besides facts and stages.

use crate::ast::{Condition, Name, Outcome, SetList, Type, Value};
use crate::source::Span;

/// A connector.
#[derive(Debug, Clone)]
pub struct Connector {
    /// Its name.
    pub name: Name,
    /// What is said of it.
    pub clauses: Vec<Clause>,
}

/// One thing that is said of a connector.
#[derive(Debug, Clone)]
pub enum Clause {
    /// `serves CONDITION`, and where the word `serves` stands.
    Serves(Condition, Span),
    /// `fee A + B`, and where the word `fee` stands.
    Fee(Vec<Value>, Span),
}

/// A name for a condition or a set.
#[derive(Debug, Clone)]
pub struct Let {
    /// The name.
    pub name: Name,
    /// What it stands for.
    pub body: LetBody,
}

/// What a `let` stands for.
#[derive(Debug, Clone)]
pub enum LetBody {
    /// A condition.
    Condition(Condition),
    /// A set in brackets.
    Set(SetList),
}

/// A list whose values stand in a file.
#[derive(Debug, Clone)]
pub struct List {
    /// Its name.
    pub name: Name,
    /// What its values are.
    pub ty: Type,
    /// The path of the file.
    pub path: Name,
    /// The column of the file that holds the values.
    pub column: Option<Name>,
}

/// What must hold for every payment.
#[derive(Debug, Clone)]
pub struct Invariant {
    /// Its name.
    pub name: Name,
    /// On which days it holds; on all, if nothing is said.
    pub effective: Option<Box<Effective>>,
    /// For which payments it is claimed; for all, if nothing is said.
    pub when: Option<Condition>,
    /// The stage that it is about.
    pub stage: Name,
    /// `always`, `never` or `first`.
    pub claim: Name,
    /// The outcome or the connector.
    pub outcome: Outcome,
    /// Where the word `invariant` stands.
    pub span: Span,
}

/// The days on which an invariant holds, as dates; one of the two is there.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The first day.
    pub from: Option<Value>,
    /// The last day.
    pub until: Option<Value>,
}

/// The rates of a policy.
#[derive(Debug, Clone)]
pub struct Rates {
    /// Where the word `rates` stands.
    pub span: Span,
    /// The day of the rates.
    pub date: Value,
    /// The currency that the rates are for one unit of.
    pub base: Name,
    /// Codes and units for one unit of the base.
    pub rates: Vec<(Name, Value)>,
}
