//! Why a payment is refused, in words that name the fact, what was given, and what is expected.
//!
//! No card number and no value of a private fact is ever among them.

use std::fmt;

use thiserror::Error;
use waypost_dsl::hir::{Fact, FactId, Facts, Type};

use crate::wire::json::Given;
use crate::wire::payment::condition;
use crate::wire::payment::schema::path;

/// How many names of a list are told.
const TOLD: usize = 20;

/// Why a payment is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{} {}, expected {expected}", self.subject(), self.account())]
pub struct PaymentError {
    /// The kind of fault.
    pub fault: Fault,
    /// The fact, or the group of facts, that is at fault; nothing where it is the payment as a whole.
    pub fact: Option<String>,
    /// What was given, cut to 64 characters.
    pub got: String,
    /// What would have been right.
    pub expected: String,
}

/// The kinds of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The bytes are not JSON, or more than one value.
    NotJson,
    /// A value is of another kind than its fact.
    WrongType,
    /// A name or a code is not one of those that the fact can have.
    UnknownValue,
    /// A number is too small or too large, or a string too short or too long.
    OutOfRange,
    /// A fact is not there, and must be.
    Missing,
    /// A fact is there, and must not be.
    Unexpected,
    /// A fact, or a group of facts, is given twice.
    Duplicate,
    /// A value looks like the number of a card.
    CardNumber,
}

impl PaymentError {
    /// Bytes that are not JSON: what is wrong is told by `serde_json`, in fixed words that never repeat the input.
    pub(super) fn not_json(bytes: &[u8]) -> Self {
        let why = serde_json::from_slice::<serde_json::Value>(bytes).err().map(|error| {
            let whole = error.to_string();
            let why = whole.split(" at line ").next().unwrap_or_default();
            format!(" at line {}, column {}: {why}", error.line(), error.column())
        });
        let got = format!("not JSON{}", why.unwrap_or_default());
        let expected = "one JSON object".to_owned();
        Self { fault: Fault::NotJson, fact: None, got, expected }
    }

    /// A value that its fact cannot have.
    pub(super) fn value(fault: Fault, fact: &Fact, given: Given<'_>) -> Self {
        let got = given.describe(fact.private).into_owned();
        Self { fault, fact: Some(where_given(fact)), got, expected: expected(&fact.ty) }
    }

    /// A part of an amount, `minor` or `currency`, that cannot be so.
    pub(super) fn part(fault: Fault, fact: &Fact, part: &str, given: Given<'_>) -> Self {
        let expected = match (part, &fact.ty) {
            ("currency", Type::Money(list)) => names(list.iter().map(|currency| currency.code())),
            _ => format!("a whole number of minor units from 0 to {}", Type::WHOLE_MAX),
        };
        let got = given.describe(fact.private).into_owned();
        Self { fault, fact: Some(format!("{}.{part}", fact.name)), got, expected }
    }

    /// A group of facts that is no object; the whole payment if `path` is empty.
    pub(super) fn group(path: &str, given: Given<'_>) -> Self {
        let got = given.describe(true).into_owned();
        Self { fault: Fault::WrongType, fact: named(path), got, expected: "an object".to_owned() }
    }

    pub(super) fn duplicate(path: &str) -> Self {
        let (got, expected) = ("given twice".to_owned(), "once".to_owned());
        Self { fault: Fault::Duplicate, fact: named(path), got, expected }
    }

    /// A value that looks like the number of a card; `path` is empty if no fact is declared for it.
    pub(super) fn card_number(path: &str) -> Self {
        let got = "what looks like a card number".to_owned();
        let expected = "no card number anywhere in a payment".to_owned();
        Self { fault: Fault::CardNumber, fact: named(path), got, expected }
    }

    pub(super) fn missing(facts: &Facts, id: FactId) -> Self {
        let fact = &facts[id];
        let (got, expected) = ("missing".to_owned(), expected(&fact.ty));
        Self { fault: Fault::Missing, fact: Some(where_given(fact)), got, expected }
    }

    pub(super) fn missing_part(fact: &Fact, part: &str) -> Self {
        let missing = Self::part(Fault::Missing, fact, part, Given::Null);
        Self { got: "missing".to_owned(), ..missing }
    }

    pub(super) fn unexpected(facts: &Facts, id: FactId) -> Self {
        let fact = &facts[id];
        let when = fact.only_when.as_ref().and_then(|when| condition::words(facts, when));
        let expected = when.map_or_else(
            || "only in payments that meet its `only when`".to_owned(),
            |when| format!("only when {when}"),
        );
        let name = Some(where_given(fact));
        Self { fault: Fault::Unexpected, fact: name, got: "given".to_owned(), expected }
    }

    /// What is the matter with the subject.
    fn account(&self) -> String {
        match self.fault {
            Fault::CardNumber => "looks like a card number".to_owned(),
            _ => format!("is {}", self.got),
        }
    }

    fn subject(&self) -> impl fmt::Display {
        match (&self.fact, self.fault) {
            (Some(fact), _) => format!("`{fact}`"),
            (None, Fault::CardNumber) => "a value that belongs to no fact".to_owned(),
            (None, _) => "the payment".to_owned(),
        }
    }
}

/// The path of the fact in a payment.
fn where_given(fact: &Fact) -> String {
    path(&fact.name, fact.origin).into_owned()
}

fn named(path: &str) -> Option<String> {
    (!path.is_empty()).then(|| path.to_owned())
}

/// What JSON must give for a fact of that type.
fn expected(ty: &Type) -> String {
    match ty {
        Type::Flag => "true or false".to_owned(),
        Type::OneOf(list) => names(list.iter().map(String::as_str)),
        Type::Country => "a country's two capital letters, such as \"DE\"".to_owned(),
        Type::Integer { min, max } => format!("a whole number from {min} to {max}"),
        Type::Percent => format!("a whole number of basis points from 0 to {}", Type::WHOLE_MAX),
        Type::Duration => format!("a whole number of milliseconds from 0 to {}", Type::WHOLE_MAX),
        Type::Digits { min, max } if min == max => format!("a string of {min} digits"),
        Type::Digits { min, max } => format!("a string of {min} to {max} digits"),
        Type::Money(list) | Type::Currency(list) => {
            let code = list.first().map_or("EUR", |currency| currency.code());
            format!("an amount such as {{\"minor\": 1200, \"currency\": \"{code}\"}}")
        }
        Type::Text => format!("a string of up to {} bytes", Type::TEXT_BYTES),
        Type::Timestamp(_) => "an instant such as \"2026-11-20T14:30:00Z\" (RFC 3339)".to_owned(),
        Type::Hour | Type::Weekday | Type::Date => "part of an instant".to_owned(),
    }
}

/// `one of a, b, c`, and not all of them if they are many.
fn names<'n>(all: impl ExactSizeIterator<Item = &'n str>) -> String {
    let more = all.len().saturating_sub(TOLD);
    let told = all.take(TOLD).collect::<Vec<_>>().join(", ");
    if more == 0 { format!("one of {told}") } else { format!("one of {told} and {more} more") }
}
