//! Many payments side by side, to be decided together, as for a backtest.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use waypost_dsl::hir::{FactId, Facts, Type};
use waypost_dsl::space::ABSENT;

use crate::payment::{Payment, Values};

mod decide;

pub use decide::evaluate_all;

/// Payments side by side.
///
/// ```text
///                slots                          numbers of texts
///              ┌──────┬─────────┬──────────┬───┬──────────┐
///   payment 0  │ 1200 │ country │ merchant │ … │ 1        │    "m1"
///   payment 1  │   90 │ country │ merchant │ … │ 2        │    "m7"
///   payment 2  │ 4000 │ country │ merchant │ … │ 1        │    "m1"
///   payment 3  │  250 │ country │ –        │ … │ 0        │    none
///              └──────┴─────────┴──────────┴───┴──────────┘
/// ```
#[derive(Debug, Clone)]
pub struct Batch {
    /// How many slots a payment has.
    slots: usize,
    /// The facts that are texts.
    texts: Vec<Texts>,
    // INVARIANT: for each payment all its slots, and behind them the numbers of its texts.
    rows: Vec<u64>,
    /// The texts of all payments, one behind the other.
    text: String,
    // INVARIANT: for each payment where its texts end.
    ends: Vec<usize>,
}

/// The different texts of a fact, with the first payment that has each. They are numbered from 1 on.
#[derive(Debug, Clone)]
struct Texts {
    fact: FactId,
    known: IndexMap<Box<str>, usize, FxBuildHasher>,
}

impl Batch {
    /// A batch without any payment, for payments with `facts`.
    pub fn new(facts: &Facts) -> Self {
        let texts = facts.all.iter().filter(|(_, fact)| fact.ty == Type::Text);
        let texts = texts.map(|(fact, _)| Texts { fact, known: IndexMap::default() }).collect();
        Self { slots: facts.len(), texts, rows: vec![], text: String::new(), ends: vec![] }
    }

    /// Adds a payment, which is complete and made for those facts.
    pub fn push(&mut self, payment: &Payment) {
        let (number, values) = (self.len(), payment.values());
        let filled = self.rows.len() + self.slots;
        self.rows.extend_from_slice(values.slots());
        self.rows.resize(filled, ABSENT);
        self.rows.extend(self.texts.iter_mut().map(|texts| texts.number(number, values)));
        self.text.push_str(values.texts());
        self.ends.push(self.text.len());
    }

    /// How many payments there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The values of a payment, with the numbers of its texts in slots behind those of its facts.
    pub(crate) fn values(&self, payment: usize) -> Values<'_> {
        let width = self.slots + self.texts.len();
        let begin = payment.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let text = self.ends.get(payment).and_then(|&end| self.text.get(begin..end));
        let slots = self.rows.get(payment * width..(payment + 1) * width);
        Values::new(slots.unwrap_or_default(), text.unwrap_or_default())
    }

    /// The slot in which the number of a text stands, which is 0 where there is none.
    pub(crate) fn number(&self, fact: FactId) -> Option<usize> {
        self.texts.iter().position(|texts| texts.fact == fact).map(|place| self.slots + place)
    }

    /// For each different text of a fact, in the order of their numbers, the values of a payment that has it.
    pub(crate) fn different(&self, fact: FactId) -> impl Iterator<Item = Values<'_>> {
        let texts = self.texts.iter().filter(move |texts| texts.fact == fact);
        texts.flat_map(|texts| texts.known.values().map(|&payment| self.values(payment)))
    }
}

impl Texts {
    /// The number of the text in these values, which are those of the payment of that number.
    fn number(&mut self, payment: usize, values: Values<'_>) -> u64 {
        let Some(text) = values.text(self.fact) else { return 0 };
        let place = self.known.get_index_of(text);
        place.unwrap_or_else(|| self.known.insert_full(text.into(), payment).0) as u64 + 1
    }
}
