//! Trees to a policy as it is meant. (being written)

use crate::diagnostic::Diagnostics;
use crate::hir;
use crate::load::Loaded;

/// Checks.
pub fn check(_loaded: &Loaded, _diagnostics: &mut Diagnostics) -> Option<hir::Policy> {
    None
}
