//! Payments, decisions and findings as JSON.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod bytes;
mod cards;
mod decisions;
mod findings;
mod payments;
mod policy;
