//! A payment as the engine sees it: one slot a fact, each holding the key of its value.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;
use thiserror::Error;
use waypost_dsl::hir::{FactId, Facts, Type, Value};
use waypost_dsl::space::ABSENT;

mod values;

pub(crate) use values::Values;

/// The facts of one payment. Made once and filled again for each payment, so that it allocates nothing in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// For each fact the key of its value, or `ABSENT`; of a text, its [`Place`].
    slots: Vec<u64>,
    /// All texts, one behind the other.
    text: String,
}

/// Where a text lies among all texts of a payment, with its hash, in one slot.
///
/// ```text
///  63                     29 28          9 8      0
/// ┌─────────────────────────┬─────────────┬────────┐
/// │ hash                    │ start       │ length │
/// └─────────────────────────┴─────────────┴────────┘
/// ```
#[derive(Debug, Clone, Copy)]
struct Place(u64);

/// The hash of a text, of 35 bits. Equal texts have equal hashes; different ones may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextHash(u64);

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
        let texts = facts.all.iter().filter(|(_, fact)| fact.ty == Type::Text).count();
        Self { slots: vec![ABSENT; facts.len()], text: String::with_capacity(texts * Type::TEXT_BYTES) }
    }

    /// Forgets all values.
    pub fn clear(&mut self) {
        self.slots.fill(ABSENT);
        self.text.clear();
    }

    /// Gives `fact` a value; an amount gives its currency with it.
    pub fn set(&mut self, facts: &Facts, fact: FactId, value: Value<'_>) -> Result<(), Misfit> {
        let ty = &facts[fact].ty;
        let slot = self.slots.get_mut(fact.slot()).filter(|_| has(ty, value)).ok_or(Misfit)?;
        *slot = match value {
            Value::Text(text) => {
                let place = Place::of(self.text.len(), text).ok_or(Misfit)?;
                self.text.push_str(text);
                place.0
            }
            _ => ty.key(value).ok_or(Misfit)?,
        };
        if let Value::Instant(micros) = value {
            self.keep_instant(fact, micros);
        }
        Ok(())
    }

    /// Gives `fact` the value that it has in `other`, or none if it has none there.
    pub(crate) fn take(&mut self, facts: &Facts, fact: FactId, other: &Self) {
        if other.value(facts, fact).is_some_and(|value| self.set(facts, fact, value).is_ok()) {
            return;
        }
        // The instant itself is kept in the slot behind.
        let own = if matches!(facts[fact].ty, Type::Timestamp(_)) { 2 } else { 1 };
        self.slots.iter_mut().skip(fact.slot()).take(own).for_each(|slot| *slot = ABSENT);
    }

    /// The key of an instant tells its hour, not the instant itself: that is kept in the slot behind, of its first part,
    /// which nothing else uses.
    fn keep_instant(&mut self, fact: FactId, micros: i64) {
        if let Some(slot) = self.slots.get_mut(fact.slot() + 1) {
            *slot = micros.abs_diff(i64::MIN);
        }
    }

    /// All its values.
    #[inline]
    pub(crate) fn values(&self) -> Values<'_> {
        Values::new(&self.slots, &self.text)
    }

    /// What is in a slot: the key of its fact, or `ABSENT`; of a text, its place.
    #[inline]
    pub(crate) fn slot(&self, place: usize) -> u64 {
        self.values().slot(place)
    }

    /// The value of `fact`, or nothing if it is absent.
    pub fn value(&self, facts: &Facts, fact: FactId) -> Option<Value<'_>> {
        self.values().value(facts, fact)
    }

    /// Whether `fact` is there.
    pub fn has(&self, facts: &Facts, fact: FactId) -> bool {
        self.is_given(facts.base(fact))
    }

    /// Whether `fact` has a value; not for the parts of other facts, which come with those.
    pub(crate) fn is_given(&self, fact: FactId) -> bool {
        self.slot(fact.slot()) != ABSENT
    }

    /// Gives a fact the first value of its line: makes a flag false, and a connector healthy.
    pub(crate) fn set_first(&mut self, fact: FactId) {
        self.slots.get_mut(fact.slot()).into_iter().for_each(|slot| *slot = 0);
    }
}

impl Place {
    const LEN: u32 = 9;
    const START: u32 = 20;

    /// The place of a text of up to [`Type::TEXT_BYTES`] bytes that begins at `start`; nothing if that is too far.
    fn of(start: usize, text: &str) -> Option<Self> {
        let (start, len) = (start as u64, text.len() as u64);
        let place = (TextHash::of(text).0 << (Self::START + Self::LEN)) | (start << Self::LEN) | len;
        (start >> Self::START == 0).then_some(Self(place))
    }

    /// Where the text stands among all texts.
    fn range(self) -> Option<Range<usize>> {
        let start = usize::try_from((self.0 >> Self::LEN) & ((1 << Self::START) - 1)).ok()?;
        let len = usize::try_from(self.0 & ((1 << Self::LEN) - 1)).ok()?;
        Some(start..start + len)
    }

    fn hash(self) -> TextHash {
        TextHash(self.0 >> (Self::START + Self::LEN))
    }
}

impl TextHash {
    /// The hash of a text.
    pub(crate) fn of(text: &str) -> Self {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        Self(hasher.finish() >> (Place::START + Place::LEN))
    }

    /// The same hash, spread over all bits of a word.
    #[inline]
    pub(crate) fn spread(self) -> u64 {
        self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// Whether a type has the value. Its keys tell nothing of an amount too large for them.
fn has(ty: &Type, value: Value<'_>) -> bool {
    match (ty, value) {
        (Type::Flag, Value::Flag(_))
        | (Type::Country, Value::Country(_))
        | (Type::Timestamp(_), Value::Instant(_)) => true,
        (Type::OneOf(names), Value::OneOf(place)) => usize::from(place) < names.len(),
        (Type::Integer { min, max }, Value::Whole(number)) => (*min..=*max).contains(&number),
        (Type::Percent | Type::Duration, Value::Whole(number)) => (0..=Type::WHOLE_MAX).contains(&number),
        (Type::Digits { min, max }, Value::Digits(digits)) => (*min..=*max).contains(&digits.len()),
        (Type::Money(_), Value::Money(money)) => money.minor <= Type::WHOLE_MAX.unsigned_abs(),
        (Type::Text, Value::Text(text)) => text.len() <= Type::TEXT_BYTES,
        _ => false,
    }
}
