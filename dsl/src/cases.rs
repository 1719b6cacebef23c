//! The payment notation, and the cases that stand beside a policy.
//!
//! 1. [`read`]: the text of a `.cases` file to its [`Case`]s, as written; [`read_payment`] for a payment alone.
//! 2. [`payment`]: what is given of a payment to the values of a policy's facts; [`expected`]: what is expected, to its
//!    outcomes, rules and connectors.
//!
//! [`format`] lays a file out. Both notations, this one and that of policies, spell values by [`literal`](crate::literal).

pub use expected::{Expected, Wanted, expected};
pub use format::format;
pub use payment::{example, payment};
pub use read::{read, read_payment};
pub use tree::{By, Case, Expectation, Given, Outcome, Value, ValueKind};

mod expectations;
mod expected;
mod format;
mod notation;
mod payment;
mod read;
mod tree;
