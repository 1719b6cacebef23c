//! What every contender does: write the rules in its own language, load them, read a payment, name the first rule.

use crate::set::Set;

pub mod bitmaps;
pub mod cedar;
pub mod cel;
pub mod regorus;
pub mod scan;
pub mod waypost;
pub mod wirefilter;
pub mod zen;

/// An engine with a way to put rules and payments to it. Everything may borrow from the set for `'a`.
pub trait Contender<'a>: Sized {
    /// The rules as one writes them for this engine.
    type Source;
    /// A payment ready to be decided.
    type Payment;

    /// Writes the rules of a set. Not measured.
    fn write(set: &'a Set) -> Self::Source;

    /// Loads what was written, up to where payments can be decided.
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
