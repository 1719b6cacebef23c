//! Cases: payments with the decision that is expected for them, run against a policy.
//!
//! 1. [`run`]: decides the payment of each case and compares; what is not as expected is a diagnostic.
//! 2. [`coverage`]: which rules no case reaches, and on which bounds none stands.
//! 3. [`propose`]: a payment for a rule that no case reaches.

pub use boundaries::{Boundary, boundaries};
pub use coverage::{Coverage, Target, coverage, missed_blocks};
pub use payment::{filled, payment};
pub use propose::{Proposal, propose};
pub use run::{Ran, run};

pub(crate) use claims::{is_kept, is_like};
pub(crate) use spell::decided;
pub(crate) use spell::spelled;

mod boundaries;
mod claims;
mod coverage;
mod payment;
mod propose;
mod run;
mod spell;
