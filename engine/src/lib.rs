//! The decision engine: payments as typed slots, policies as compiled graphs, and the one pointer that is swapped.
//!
//! A policy that was checked ([`hir::Policy`](waypost_dsl::hir::Policy)) becomes a [`Snapshot`] by [`compile`]; a
//! [`Payment`] is decided by [`evaluate`], which depends on nothing but its arguments, allocates nothing and cannot
//! fail. [`reference`] decides the same by walking the rules in order: slow, plain, and the oracle of the tests.
//! [`analyze`] proves what only the whole policy can tell, and an [`Explainer`] why a payment is decided as it is.
//! [`Live`] holds what is decided with. [`Sampler`] draws payments to decide, and a [`picture`] shows a graph as plain
//! data.

pub use analyze::analyze;
pub use batch::{Batch, evaluate_all};
pub use decision::{Decision, StageDecision};
pub use diff::diff;
pub use digest::Digest;
pub use evaluate::evaluate;
pub use explain::{Explainer, Explanation};
pub use graph::Figures;
pub use live::Live;
pub use payment::{Misfit, Payment, Refusal};
pub use sample::Sampler;
pub use snapshot::{Snapshot, compile};
pub use split::{can_split, hundredth, is_among};

pub mod analyze;
mod batch;
pub mod cases;
mod complete;
mod costs;
mod decision;
pub mod diff;
mod digest;
mod evaluate;
pub mod explain;
mod graph;
mod keys;
mod live;
mod members;
mod order;
mod payment;
pub mod picture;
mod proof;
pub mod reference;
mod sample;
mod serving;
mod signals;
mod snapshot;
mod split;
mod stages;
