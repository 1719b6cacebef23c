//! A challenger beside the version that is live: tried in the shadow, where its decisions are never given out, or as a canary,
//! where it decides some payments. What it decides otherwise is counted, and a canary ends by itself when that is too much.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use waypost_dsl::hir::FactId;
use waypost_engine::{Payment, is_among};

use crate::catalog::LivePolicy;
use crate::wire::facts::FactsJson;

pub(crate) use plan::{Mode, Plan, PlanError};
use tally::{Counts, Tally};

mod plan;
mod tally;

/// A challenger that is tried.
#[derive(Debug)]
pub(crate) struct Rollout {
    pub(crate) challenger: Arc<LivePolicy>,
    /// The number of the challenger's version.
    pub(crate) number: u32,
    pub(crate) plan: Plan,
    pub(crate) since: Timestamp,
    /// The fact by whose value payments are chosen for a canary, in the policy that is live.
    by: Option<FactId>,
    /// How payments are told of, without their private facts.
    facts: FactsJson,
    tally: Arc<Tally>,
    /// Set once it has passed its limit: from then on it decides nothing.
    is_over: AtomicBool,
}

/// How a rollout stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RunningRollout)]
pub(crate) struct Standing {
    /// The number of the challenger's version.
    version: u32,
    #[serde(flatten)]
    plan: Plan,
    /// When it began, as RFC 3339 spells it.
    since: String,
    /// `running`, or `aborted` until that is written down.
    state: &'static str,
    #[serde(flatten)]
    counts: Counts,
}

impl Rollout {
    /// Tries `challenger` beside `live`, as planned.
    pub(crate) fn new(
        live: &LivePolicy,
        challenger: Arc<LivePolicy>,
        number: u32,
        plan: Plan,
    ) -> Result<Self, PlanError> {
        let facts = &live.decider.snapshot().policy().facts;
        let by = plan.fact(facts)?;
        Ok(Self {
            challenger,
            number,
            plan,
            since: Timestamp::now(),
            by,
            facts: FactsJson::new(facts),
            tally: Arc::default(),
            is_over: AtomicBool::new(false),
        })
    }

    /// The same with the counts of one that had the same challenger, as when it is widened.
    pub(crate) fn going_on_from(self, before: Option<&Self>) -> Self {
        match before.filter(|before| before.number == self.number) {
            Some(before) => Self { since: before.since, tally: Arc::clone(&before.tally), ..self },
            None => self,
        }
    }

    /// Whether the challenger is asked at all about a payment, given with the facts of the policy that is live.
    pub(crate) fn asks(&self, live: &LivePolicy, payment: &Payment) -> bool {
        if self.is_over() {
            return false;
        }
        match (&self.plan.mode, self.by) {
            (Mode::Shadow, _) => true,
            (Mode::Canary { percent, .. }, Some(by)) => {
                let facts = &live.decider.snapshot().policy().facts;
                is_among(facts, by, *percent, self.number.into(), payment)
            }
            (Mode::Canary { .. }, None) => false,
        }
    }

    /// Whether what the challenger decides is given out.
    pub(crate) fn decides(&self) -> bool {
        matches!(self.plan.mode, Mode::Canary { .. })
    }

    /// Counts what both decide for a payment, each as JSON; nothing, if the challenger refuses the payment. Ends the rollout
    /// if there is too much that differs.
    pub(crate) fn compare(&self, live: &LivePolicy, payment: &Payment, before: &[u8], after: Option<&[u8]>) {
        let witness = || {
            let mut json = vec![];
            self.facts.write(&live.decider.snapshot().policy().facts, payment, &mut json);
            json
        };
        let compared = self.tally.compare(before, after, witness);
        if compared.passes(&self.plan) && !self.is_over.swap(true, Ordering::Relaxed) {
            let policy = &live.decider.snapshot().policy().name;
            let (version, compared, differ) = (self.number, compared.all, compared.differ);
            tracing::error!(
                policy,
                version,
                compared,
                differ,
                "the rollout is aborted: too much is decided otherwise"
            );
        }
    }

    /// Whether it has ended by itself.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// How it stands.
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            version: self.number,
            plan: self.plan.clone(),
            since: self.since.to_string(),
            state: if self.is_over() { "aborted" } else { "running" },
            counts: self.tally.counts(),
        }
    }
}
