//! Conditions, tests, and the values that they compare with.

use crate::ast::Name;
use crate::literal;
use crate::source::Span;

/// A condition.
#[derive(Debug, Clone)]
pub enum Condition {
    /// `A or B or C`
    Or(Vec<Condition>),
    /// `A and B and C`
    And(Vec<Condition>),
    /// `not A`, and where the word stands.
    Not(Box<Condition>, Span),
    /// A test of one fact, or the name of a `let`.
    Test(Test),
    /// Something that could not be read.
    Broken,
}

/// A test of one fact.
#[derive(Debug, Clone)]
pub struct Test {
    /// The fact, or the name of a `let`.
    pub fact: Name,
    /// What is asked of it.
    pub op: Op,
    /// All of it.
    pub span: Span,
}

/// What is asked of a fact.
#[derive(Debug, Clone)]
pub enum Op {
    /// Nothing: the fact alone.
    Alone,
    /// `is V`
    Is(Value),
    /// `is not V`
    IsNot(Value),
    /// `is absent`
    Absent,
    /// `is present`
    Present,
    /// `in SET`
    In(Set),
    /// `not in SET`
    NotIn(Set),
    /// `< V` and the like
    Compare(Comparison, Value),
    /// `starts with V`
    StartsWith(Value),
    /// `ends with V`
    EndsWith(Value),
    /// `contains V`
    Contains(Value),
}

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// What stands after `in`.
#[derive(Debug, Clone)]
pub enum Set {
    /// A name, or a single value.
    One(Value),
    /// `A .. B`
    Range(Value, Value),
    /// `[A, B .. C]`
    List(SetList),
    /// `A, B .. C` in a cell of a table.
    Cell(SetList),
}

/// Values and ranges, in brackets or in a cell.
#[derive(Debug, Clone)]
pub struct SetList {
    /// What it holds.
    pub items: Vec<SetItem>,
    /// With the brackets.
    pub span: Span,
}

/// A value, or a range if `high` is there.
#[derive(Debug, Clone)]
pub struct SetItem {
    /// The value, or the least one.
    pub low: Value,
    /// The greatest value.
    pub high: Option<Value>,
}

/// A value as it is spelled.
#[derive(Debug, Clone)]
pub struct Value {
    /// What it looks like.
    pub kind: ValueKind,
    /// Where it stands.
    pub span: Span,
}

/// What a value looks like; what it means depends on the fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueKind {
    /// `visa`, `eea`, `customer.country`
    Name(String),
    /// `DE`, `EUR`
    Code(String),
    /// `1_000`, `4242`, `1.0870`
    Number(String),
    /// `30.00 EUR`
    Money(String, String),
    /// `1.40%`, without the sign
    Percent(String),
    /// `500ms`
    Duration(String),
    /// `2026-11-20`
    Date(String),
    /// `"m1"`, without the quotes
    Text(String),
}

impl Condition {
    /// Where it stands, without the parentheses around it; nothing if it could not be read.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Or(parts) | Self::And(parts) => Some(parts.first()?.span()?.to(parts.last()?.span()?)),
            Self::Not(inner, word) => Some(word.to(inner.span()?)),
            Self::Test(test) => Some(test.span),
            Self::Broken => None,
        }
    }
}

impl Comparison {
    /// The sign.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

impl Value {
    /// The value as a policy spells it.
    pub fn spelled(&self) -> String {
        match &self.kind {
            ValueKind::Name(text)
            | ValueKind::Code(text)
            | ValueKind::Number(text)
            | ValueKind::Duration(text)
            | ValueKind::Date(text) => text.clone(),
            ValueKind::Money(number, code) => format!("{number} {code}"),
            ValueKind::Percent(number) => format!("{number}%"),
            ValueKind::Text(text) => literal::quote(text),
        }
    }
}

impl SetItem {
    /// The item as a policy spells it.
    pub fn spelled(&self) -> String {
        match &self.high {
            Some(high) => format!("{} .. {}", self.low.spelled(), high.spelled()),
            None => self.low.spelled(),
        }
    }
}

impl Set {
    /// The set as a policy spells it, a long list cut short.
    pub fn spelled(&self) -> String {
        match self {
            Self::One(value) => value.spelled(),
            Self::Range(low, high) => format!("{} .. {}", low.spelled(), high.spelled()),
            Self::Cell(SetList { items, .. }) if matches!(items.as_slice(), [SetItem { high: None, .. }]) => {
                items.first().map(SetItem::spelled).unwrap_or_default()
            }
            Self::List(list) | Self::Cell(list) => {
                let mut items: Vec<String> = list.items.iter().take(4).map(SetItem::spelled).collect();
                if list.items.len() > items.len() {
                    items.push("…".to_owned());
                }
                format!("[{}]", items.join(", "))
            }
        }
    }
}
