//! What only the whole policy can tell, proved over all payments. One file a finding.

mod broken_invariant;
mod conflict;
mod empty_plan;
mod fewest;
mod ineligible_connector;
mod overlap;
mod redundant_rule;
mod rules;
mod tautology;
mod undecided;
mod unreachable_rule;

use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::hir::{Date, Policy};

pub use crate::proof::BUDGET;
use crate::proof::Proofs;

/// How much is looked for, and how hard.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// How many regions each question may compare. The same policy and budget give the same findings everywhere.
    pub budget: u32,
    /// Whether overlaps are told.
    pub notes: bool,
    /// The day whose invariants are proved; all of them if there is none.
    pub as_of: Option<Date>,
}

impl Default for Options {
    fn default() -> Self {
        Self { budget: BUDGET, notes: false, as_of: None }
    }
}

/// Adds the findings of all analyses to `diagnostics`; a policy with errors among them must not be decided with.
pub fn analyze(policy: &Policy, options: Options, diagnostics: &mut Diagnostics) {
    let proofs = Proofs::of(policy, options.budget);
    let findings = [
        rules::analyze(&proofs),
        empty_plan::analyze(&proofs),
        ineligible_connector::analyze(&proofs),
        broken_invariant::analyze(&proofs, options.as_of),
        if options.notes { overlap::analyze(&proofs) } else { vec![] },
    ];
    findings.into_iter().flatten().for_each(|finding| diagnostics.add(finding));
}
