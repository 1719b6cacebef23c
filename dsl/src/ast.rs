//! A policy as it is written: the tree of one file, with the user's spelling and places.
//!
//! What could not be read is left out or stands as `Broken`; its fault is reported already, and later passes say
//! nothing more about it.

use crate::literal;
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
    /// `invariant "NAME" when CONDITION: STAGE always OUTCOME`
    Invariant(Invariant),
}

/// The declaration of a fact.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name.
    pub name: Name,
    /// Its type; nothing if it could not be read.
    pub ty: Option<Type>,
    /// What follows the type.
    pub modifiers: Vec<Modifier>,
    /// All of it.
    pub span: Span,
}

/// A type: its first word and what follows that.
#[derive(Debug, Clone)]
pub struct Type {
    /// `flag`, `one`, `integer`, …
    pub head: Name,
    /// What follows the head.
    pub args: TypeArgs,
}

/// What follows the first word of a type.
#[derive(Debug, Clone)]
pub enum TypeArgs {
    /// Nothing.
    None,
    /// `of a, b ("B"), c`
    Of(Vec<Choice>),
    /// `A to B`
    Span(Value, Value),
    /// `A`
    Single(Value),
    /// `in A, B, C`
    In(Vec<Value>),
}

/// One value of a `one of`, with its other spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub name: Name,
    /// How payments may spell it besides.
    pub spellings: Vec<Name>,
}

/// What follows the type of a fact.
#[derive(Debug, Clone)]
pub enum Modifier {
    /// `optional`
    Optional(Span),
    /// `private`
    Private(Span),
    /// `only when CONDITION`
    OnlyWhen(Condition),
}

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
    /// The connectors and their shares.
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
