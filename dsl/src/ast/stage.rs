//! Stages: rules, blocks and tables.

use crate::ast::{Comparison, Condition, Name, Outcome, SetItem, Value};
use crate::source::Span;

/// A stage.
#[derive(Debug, Clone)]
pub struct Stage {
    /// `screen`, `authenticate`, `route` or `retry`.
    pub name: Name,
    /// What stands in it.
    pub items: Vec<StageItem>,
    /// The closing brace.
    pub end: Span,
    /// Whether something was left out that may have been its `otherwise`.
    pub lost_otherwise: bool,
}

/// What stands in a stage or in a block.
#[derive(Debug, Clone)]
pub enum StageItem {
    /// `rule "NAME" when CONDITION -> OUTCOME`
    Rule(Rule),
    /// `otherwise -> OUTCOME`
    Otherwise(Otherwise),
    /// `when CONDITION { … }`
    Block(Block),
    /// `table "NAME" { … }`
    Table(Table),
}

/// A rule; the condition may be left out.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name.
    pub name: Name,
    /// Its condition.
    pub when: Option<Condition>,
    /// What it decides.
    pub outcome: Outcome,
}

/// The last line of a stage.
#[derive(Debug, Clone)]
pub struct Otherwise {
    /// Where the word stands.
    pub span: Span,
    /// What it decides.
    pub outcome: Outcome,
}

/// A condition for all that stands in the braces.
#[derive(Debug, Clone)]
pub struct Block {
    /// The condition.
    pub when: Condition,
    /// What it holds.
    pub items: Vec<StageItem>,
    /// Where the word `when` stands.
    pub span: Span,
    /// The closing brace.
    pub end: Span,
}

/// Rules that test the same facts, one a line.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// The facts that the columns test.
    pub columns: Vec<Name>,
    /// The word above the outcomes.
    pub stage: Option<Name>,
    /// The rules.
    pub rows: Vec<Row>,
    /// Where the word `table` stands.
    pub span: Span,
    /// The closing brace.
    pub end: Span,
}

/// One line of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// What is asked of the fact of each column; none if it could not be read.
    pub cells: Vec<Cell>,
    /// The same as a condition; nothing if no cell asks anything.
    pub when: Option<Condition>,
    /// What it decides.
    pub outcome: Outcome,
    /// All of it.
    pub span: Span,
}

/// One cell of a table.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What is asked.
    pub kind: CellKind,
    /// Where.
    pub span: Span,
}

/// What a cell asks of the fact of its column.
#[derive(Debug, Clone)]
pub enum CellKind {
    /// `-`: nothing.
    Any,
    /// `DE`, `FR, BE`, `1 .. 5`, `eea`: one of these.
    In(Vec<SetItem>),
    /// `<= 30.00 EUR` and the like.
    Compare(Comparison, Value),
    /// `absent`
    Absent,
    /// `present`
    Present,
    /// `not` before one of these.
    Not(Box<CellKind>),
}
