//! Payments, decisions and findings as JSON.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod attempts;
mod bytes;
mod cards;
mod decisions;
mod findings;
mod generated;
mod instants;
mod no_allocation;
mod payments;
mod policy;
mod share;
mod signals;
mod spellings;
