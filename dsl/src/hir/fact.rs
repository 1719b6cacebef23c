//! What a payment has: facts, their types, and when they are there.

use crate::arena::{Arena, Id, ids};
use crate::hir::Condition;
use crate::iso::Currency;
use crate::source::Span;

ids! {
    /// The number of a fact.
    FactId;
}

/// The facts of a policy, in the order in which they are declared; a fact that depends on another by `only when`
/// may stand before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The facts.
    pub all: Arena<FactId, Fact>,
}

/// One thing that a payment has, or may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name, with dots: `card.network`.
    pub name: String,
    /// What values it takes.
    pub ty: Type,
    /// Whether it may be absent though nothing else forbids it.
    pub optional: bool,
    /// The condition without which it is never there.
    pub only_when: Option<Condition>,
    /// Whether it must not be shown.
    pub private: bool,
    /// For the currency of an amount, the amount: both are there together, and it is given with it.
    pub of: Option<FactId>,
    /// Where it is declared.
    pub span: Span,
}

/// What values a fact takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Flag,
    /// One of the listed names; `other`, if listed, takes all that are not.
    OneOf(Vec<String>),
    /// An ISO 3166-1 alpha-2 code.
    Country,
    /// The currency of an amount, one of those listed.
    Currency(Vec<Currency>),
    /// A whole number from `min` to `max`.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A share, in basis points.
    Percent,
    /// A length of time, in milliseconds.
    Duration,
    /// A string of `min` to `max` decimal digits.
    Digits {
        /// The fewest digits.
        min: u8,
        /// The most digits, at most 19.
        max: u8,
    },
    /// An amount in one of the listed currencies.
    Money(Vec<Currency>),
    /// Any string of up to [`Type::TEXT_BYTES`] bytes.
    Text,
}

impl Type {
    /// The longest text, in bytes of UTF-8.
    pub const TEXT_BYTES: usize = 256;
    /// The greatest amount in minor units, percentage in basis points and duration in milliseconds: 2⁵³ − 1, the
    /// greatest whole number that every JSON library reads exactly.
    pub const WHOLE_MAX: i64 = (1 << 53) - 1;
    /// The name that takes every value that is not listed.
    pub const OTHER: &'static str = "other";

    /// The type as a policy spells it, in short: `one of card, wallet`.
    pub fn describe(&self) -> String {
        let codes = |list: &[Currency]| list.iter().map(|c| c.code()).collect::<Vec<_>>().join(", ");
        match self {
            Self::Flag => "flag".into(),
            Self::OneOf(names) => format!("one of {}", names.join(", ")),
            Self::Country => "country".into(),
            Self::Currency(list) => format!("currency, one of {}", codes(list)),
            Self::Integer { min, max } => format!("integer {min} to {max}"),
            Self::Percent => "percent".into(),
            Self::Duration => "duration".into(),
            Self::Digits { min, max } if min == max => format!("digits {min}"),
            Self::Digits { min, max } => format!("digits {min} to {max}"),
            Self::Money(list) => format!("money in {}", codes(list)),
            Self::Text => "text".into(),
        }
    }
}

impl Facts {
    /// The fact of that name.
    pub fn find(&self, name: &str) -> Option<FactId> {
        self.all.iter().find(|(_, fact)| fact.name == name).map(|(id, _)| id)
    }

    /// The facts that a payment gives by themselves: all but the currencies, which come with their amounts.
    pub fn given(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        self.all.iter().filter(|(_, fact)| fact.of.is_none())
    }

    /// The fact that a payment gives for this one: the amount for its currency, else the fact itself.
    pub fn base(&self, id: FactId) -> FactId {
        self.all[id].of.unwrap_or(id)
    }

    /// How many facts there are, the currencies among them.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl std::ops::Index<FactId> for Facts {
    type Output = Fact;

    fn index(&self, id: FactId) -> &Fact {
        &self.all[id]
    }
}

impl FactId {
    /// The place of the fact in lists that hold one item a fact.
    pub fn slot(self) -> usize {
        Id::index(self)
    }
}
