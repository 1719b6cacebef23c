//! The values of one payment, wherever they stand: with the payment itself, or in a batch.

use waypost_dsl::hir::{FactId, Facts, Type, Value};
use waypost_dsl::space::ABSENT;

use crate::payment::{Place, TextHash};

/// The values of one payment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Values<'p> {
    /// For each fact the key of its value, or `ABSENT`; of a text, its place.
    slots: &'p [u64],
    /// All texts, one behind the other.
    text: &'p str,
}

impl<'p> Values<'p> {
    /// No value at all.
    pub(crate) const NONE: Self = Self { slots: &[], text: "" };

    /// The values in these slots, with the texts that they tell the places of.
    #[inline]
    pub(crate) fn new(slots: &'p [u64], text: &'p str) -> Self {
        Self { slots, text }
    }

    /// What is in a slot: the key of its fact, or `ABSENT`; of a text, its place.
    #[inline]
    pub(crate) fn slot(self, place: usize) -> u64 {
        self.slots.get(place).copied().unwrap_or(ABSENT)
    }

    /// What is in all slots.
    #[inline]
    pub(crate) fn slots(self) -> &'p [u64] {
        self.slots
    }

    /// All texts, one behind the other.
    pub(crate) fn texts(self) -> &'p str {
        self.text
    }

    /// The text of `fact`, if it is there.
    pub(crate) fn text(self, fact: FactId) -> Option<&'p str> {
        self.text.get(self.place(fact)?.range()?)
    }

    /// The hash of the text of `fact`, if it is there.
    #[inline]
    pub(crate) fn text_hash(self, fact: FactId) -> Option<TextHash> {
        self.place(fact).map(Place::hash)
    }

    #[inline]
    fn place(self, fact: FactId) -> Option<Place> {
        Some(self.slot(fact.slot())).filter(|&slot| slot != ABSENT).map(Place)
    }

    /// The value of `fact`, or nothing if it is absent.
    pub(crate) fn value(self, facts: &Facts, fact: FactId) -> Option<Value<'p>> {
        match &facts[fact].ty {
            Type::Text => self.text(fact).map(Value::Text),
            Type::Timestamp(_) => self.instant(fact).map(Value::Instant),
            ty => Some(self.slot(facts.base(fact).slot()))
                .filter(|&key| key != ABSENT)
                .and_then(|key| ty.value(key)),
        }
    }

    fn instant(self, fact: FactId) -> Option<i64> {
        let kept = Some(self.slot(fact.slot() + 1)).filter(|&slot| slot != ABSENT)?;
        i64::MIN.checked_add_unsigned(kept)
    }

    /// Whether `fact` has a value; not for the parts of other facts, which come with those.
    pub(crate) fn is_given(self, fact: FactId) -> bool {
        self.slot(fact.slot()) != ABSENT
    }
}
