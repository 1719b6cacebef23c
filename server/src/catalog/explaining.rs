//! What explains the decisions of a policy that is served: laid out when it is first asked, and kept as long as the policy.

use std::fmt;
use std::sync::{Arc, OnceLock};

use waypost_engine::Payment;
use waypost_engine::explain::{BUDGET, Explainer};

use crate::Decider;
use crate::wire::explanation::{ExplanationJson, Private};

self_cell::self_cell!(
    /// An explainer with the decider that it borrows from.
    struct Own {
        owner: Arc<Decider>,
        #[covariant]
        dependent: Explainer,
    }
);

/// Explains decisions. Until it is asked, it costs nothing.
pub(crate) struct Explaining {
    decider: Arc<Decider>,
    own: OnceLock<Own>,
}

impl Explaining {
    /// Explains what `decider` decides.
    pub(crate) fn of(decider: Arc<Decider>) -> Self {
        Self { decider, own: OnceLock::new() }
    }

    /// Why a payment is decided as it is, without the values of private facts.
    pub(crate) fn explain(&self, payment: &Payment) -> ExplanationJson {
        let own = self.own.get_or_init(|| {
            Own::new(Arc::clone(&self.decider), |decider| Explainer::of(decider.snapshot(), BUDGET))
        });
        ExplanationJson::new(own.borrow_dependent(), payment, Private::Hidden)
    }
}

impl fmt::Debug for Explaining {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explaining").field("is_laid_out", &self.own.get().is_some()).finish_non_exhaustive()
    }
}
