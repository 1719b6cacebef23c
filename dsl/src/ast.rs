//! A policy as it is written: the tree of one file, with the user's spelling and places.
//!
//! What could not be read is left out or stands as `Broken`; its fault is reported already, and later passes say
//! nothing more about it.

pub use condition::{Comparison, Condition, Op, Set, SetItem, SetList, Test, Value, ValueKind};
pub use fact::{Choice, Fact, Modifier, Type, TypeArgs};
pub use item::{Clause, Connector, Effective, Invariant, Let, LetBody, List, Rates};
pub use outcome::{Best, Outcome, OutcomePart, OutcomeWords, Split};
pub use stage::{Block, Cell, CellKind, Otherwise, Row, Rule, Stage, StageItem, Table};

mod condition;
mod fact;
mod item;
mod outcome;
mod stage;

use crate::source::Span;

/// One file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// What stands in it, in order.
    pub items: Vec<Item>,
    /// Whether something was left out that may have declared a name.
    pub incomplete: bool,
}

/// A word, a name with dots, a code, or a string without its quotes, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// What stands at the top of a file, and where.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// All of it.
    pub span: Span,
}

/// What stands at the top of a file.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// `policy NAME`
    Policy(Name),
    /// `import "PATH"`
    Import(Name),
    /// `facts { … }`
    Facts(Vec<Fact>),
    /// `connector NAME { … }`
    Connector(Connector),
    /// `let NAME = …`
    Let(Let),
    /// `list NAME: TYPE from "PATH"`
    List(List),
    /// `rates DATE per CODE { … }`
    Rates(Rates),
    /// `screen { … }`, `authenticate { … }`, `route { … }`, `retry { … }`
    Stage(Stage),
    /// `invariant "NAME" effective from DATE until DATE when CONDITION: STAGE always OUTCOME`
    Invariant(Invariant),
    /// Something that could not be read.
    Lost,
}
