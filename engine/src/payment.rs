//! A payment as the engine sees it: one slot a fact, each holding the key of its value.

use thiserror::Error;
use waypost_dsl::hir::{FactId, Facts, Policy, Type, Value};
use waypost_dsl::space::ABSENT;

use crate::reference;

/// The facts of one payment. Made once and filled again for each payment, so that it allocates nothing in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// For each fact the key of its value, or `ABSENT`; of a text, its place in `text`.
    slots: Vec<u64>,
    /// All texts, one behind the other.
    text: String,
}

/// A value that its fact cannot have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the value is not one of the fact's type")]
pub struct Misfit;

/// Why a payment as a whole is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// A fact is not there, and must be.
    #[error("the fact is missing")]
    Missing(FactId),
    /// A fact is there, and must not be.
    #[error("the fact is there though its condition does not hold")]
    Unexpected(FactId),
}

impl Refusal {
    /// The fact that it is about.
    pub fn fact(&self) -> FactId {
        match self {
            Self::Missing(fact) | Self::Unexpected(fact) => *fact,
        }
    }
}

impl Payment {
    /// A payment without any fact, with slots for `facts`.
    pub fn new(facts: &Facts) -> Self {
        Self { slots: vec![ABSENT; facts.len()], text: String::new() }
    }

    /// Forgets all values.
    pub fn clear(&mut self) {
        self.slots.fill(ABSENT);
        self.text.clear();
    }

    /// Gives `fact` a value; an amount gives its currency with it.
    pub fn set(&mut self, facts: &Facts, fact: FactId, value: Value<'_>) -> Result<(), Misfit> {
        let ty = &facts[fact].ty;
        let slot = self.slots.get_mut(fact.slot()).ok_or(Misfit)?;
        *slot = match (ty, value) {
            (Type::Text, Value::Text(text)) if text.len() <= Type::TEXT_BYTES => {
                let start = self.text.len() as u64;
                self.text.push_str(text);
                (start << 32) | self.text.len() as u64
            }
            _ => ty.key(value).filter(|&key| ty.keys().contains(key)).ok_or(Misfit)?,
        };
        Ok(())
    }

    /// The key of `fact`, or `ABSENT`; of a currency, the key of its amount. Not for texts.
    pub(crate) fn key(&self, fact: FactId) -> u64 {
        self.slots.get(fact.slot()).copied().unwrap_or(ABSENT)
    }

    /// The text of `fact`, if it is there.
    pub(crate) fn text(&self, fact: FactId) -> Option<&str> {
        let slot = self.slots.get(fact.slot()).copied().filter(|&slot| slot != ABSENT)?;
        let (start, end) = (usize::try_from(slot >> 32).ok()?, usize::try_from(slot & u64::from(u32::MAX)).ok()?);
        self.text.get(start..end)
    }

    /// The value of `fact`, or nothing if it is absent.
    pub fn value(&self, facts: &Facts, fact: FactId) -> Option<Value<'_>> {
        match &facts[fact].ty {
            Type::Text => self.text(fact).map(Value::Text),
            ty => Some(self.key(facts.base(fact))).filter(|&key| key != ABSENT).and_then(|key| ty.value(key)),
        }
    }

    /// Whether `fact` is there.
    pub fn has(&self, facts: &Facts, fact: FactId) -> bool {
        self.key(facts.base(fact)) != ABSENT
    }

    /// Ends the filling: flags that were not given become false where they may stand, and a payment that lacks a
    /// fact, or has one that it must not have, is refused.
    pub fn complete(&mut self, policy: &Policy) -> Result<(), Refusal> {
        let facts = &policy.facts;
        for (id, fact) in facts.given() {
            let allowed = fact.only_when.as_ref().is_none_or(|when| reference::holds(policy, when, self));
            match (self.has(facts, id), allowed) {
                (true, false) => return Err(Refusal::Unexpected(id)),
                (false, true) if !fact.optional => match (&fact.ty, self.slots.get_mut(id.slot())) {
                    (Type::Flag, Some(slot)) => *slot = 0,
                    _ => return Err(Refusal::Missing(id)),
                },
                _ => {}
            }
        }
        Ok(())
    }
}
