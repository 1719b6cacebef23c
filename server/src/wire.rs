//! What goes over the wire, as JSON: payments in, decisions, their explanations, records and findings out. No other crate knows of it.

pub mod decision;
pub mod difference;
pub mod explanation;
pub mod facts;
pub mod finding;
pub mod outcome;
pub mod payment;
#[cfg(feature = "http")]
pub mod record;
pub mod refusal;
pub mod share;
pub mod traffic;
pub mod witness;

mod json;
mod names;
