//! Policies from the routing rules of other products, and what could not be said exactly.
//!
//! Nothing changes its meaning in silence: what has no counterpart in Way is reported, and stands in the policy as a
//! comment or as a rule that routes nowhere.

mod document;
pub(crate) mod gorules;
pub(crate) mod hyperswitch;
pub(crate) mod report;
pub(crate) mod way;

/// What a document became.
#[derive(Debug)]
pub(crate) struct Imported {
    /// The policy, in Way.
    pub(crate) policy: way::Policy,
    /// What its reader has to know about it.
    pub(crate) report: report::Report,
}
