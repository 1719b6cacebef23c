//! What only the whole policy can tell, proved over all payments.

mod empty_plan;

use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::hir::Policy;

/// Adds the findings of all analyses to `diagnostics`; a policy with errors among them must not be decided with.
pub fn analyze(policy: &Policy, diagnostics: &mut Diagnostics) {
    empty_plan::analyze(policy, diagnostics);
}
