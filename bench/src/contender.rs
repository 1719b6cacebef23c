//! What every contender does: it takes the rules in its own language, loads them, reads payments, and names the first
//! rule that holds. Each has a file of its own, which says where its way is documented.

mod bitmaps;
mod cedar;
mod cel;
mod keys;
mod regorus;
mod scan;
mod waypost;
mod wirefilter;
mod zen;

use crate::measure::{Task, measure};
use crate::set::Set;

/// An engine, and a way to put rules and payments to it. Whatever it holds may borrow from the set for `'a`.
pub trait Contender<'a>: Sized {
    /// The rules as one writes them for this engine.
    type Source: Clone + Send;
    /// A payment that is ready to be decided.
    type Payment;

    /// Writes the rules of a set; not part of what is measured.
    fn write(set: &'a Set) -> Self::Source;

    /// Loads what was written, up to where payments can be decided; the error is why it cannot be.
    fn load(source: Self::Source) -> Result<Self, String>;

    /// Reads a payment.
    fn parse(&mut self, json: &'a [u8]) -> Self::Payment;

    /// The number of the first rule that holds.
    fn decide(&mut self, payment: &Self::Payment) -> Option<usize>;

    /// Reads a payment and decides it.
    fn decide_json(&mut self, json: &'a [u8]) -> Option<usize> {
        let payment = self.parse(json);
        self.decide(&payment)
    }
}

/// What a contender is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What all others are compared with.
    Waypost,
    /// A way of our own, to tell what a graph is worth: no engine that anyone could use.
    Yardstick,
    /// An engine that others use.
    Rival,
}

/// A contender as the command line and the tables know it.
pub struct Entry {
    /// Its name; of a rival that of its package.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// How it is used, in a few words.
    pub way: &'static str,
    /// Measures it.
    pub measure: fn(&Set, &Task),
}

/// All of them, in the order of the tables.
pub static ALL: [Entry; 8] = [
    Entry {
        name: "waypost",
        kind: Kind::Waypost,
        way: "`evaluate` on a completed payment: the whole decision, struck connectors included",
        measure: |set, task| measure::<waypost::Waypost>(set, task),
    },
    Entry {
        name: "linear scan",
        kind: Kind::Yardstick,
        way: "the compiled conditions in order, on keys found beforehand",
        measure: |set, task| measure::<scan::Scan<'_>>(set, task),
    },
    Entry {
        name: "bitmaps",
        kind: Kind::Yardstick,
        way: "a row of bits for each class of values of each fact, put together word by word, on keys found beforehand",
        measure: |set, task| measure::<bitmaps::Bitmaps<'_>>(set, task),
    },
    Entry {
        name: "zen-engine",
        kind: Kind::Rival,
        way: "a decision table with the hit policy `first`, compiled, so that its index is on",
        measure: |set, task| measure::<zen::Zen>(set, task),
    },
    Entry {
        name: "wirefilter-engine",
        kind: Kind::Rival,
        way: "a compiled filter a rule, in order",
        measure: |set, task| measure::<wirefilter::Wirefilter<'_>>(set, task),
    },
    Entry {
        name: "cel",
        kind: Kind::Rival,
        way: "a compiled program a rule, in order",
        measure: |set, task| measure::<cel::Cel>(set, task),
    },
    Entry {
        name: "regorus",
        kind: Kind::Rival,
        way: "each rule adds its number to a set, of which the least is taken; compiled for its virtual machine",
        measure: |set, task| measure::<regorus::Regorus>(set, task),
    },
    Entry {
        name: "cedar-policy",
        kind: Kind::Rival,
        way: "a `permit` a rule; of those that determine the answer the one with the least number",
        measure: |set, task| measure::<cedar::Cedar>(set, task),
    },
];
