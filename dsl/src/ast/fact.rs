//! Facts: their types and what else is said of them.

use crate::ast::{Condition, Name, Value};
use crate::source::Span;

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
