//! What is told of every policy, in the list and by itself.

use serde::Serialize;
use utoipa::ToSchema;

use crate::catalog::ServedPolicy;

/// Whether and with what a policy decides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PolicyStatus)]
pub(super) struct Status<'p> {
    /// Its name.
    name: &'p str,
    /// Whether it decides payments.
    live: bool,
    /// What it decides with; null if it is not live.
    #[schema(required)]
    digest: Option<&'p str>,
    /// The number of its version; null if it is not live, or no versions are kept.
    #[schema(required)]
    version: Option<u32>,
    /// When what it decides with was published, as RFC 3339 spells it; null if it is not live.
    #[schema(required)]
    since: Option<String>,
    /// Whether its files say something else, which cannot be used.
    stale: bool,
    /// Since when it is stale; null if it is not.
    #[schema(required)]
    stale_since: Option<String>,
    /// Why it is stale; null if it is not.
    #[schema(required)]
    reason: Option<&'p str>,
}

impl<'p> Status<'p> {
    pub(super) fn new(name: &'p str, policy: &'p ServedPolicy) -> Self {
        let (live, stale) = (policy.live.as_deref(), policy.stale.as_ref());
        Self {
            name,
            live: live.is_some(),
            digest: live.map(|live| live.decider.digest()),
            version: live.and_then(|live| live.version),
            since: live.map(|live| live.since.to_string()),
            stale: stale.is_some(),
            stale_since: stale.map(|stale| stale.since.to_string()),
            reason: stale.map(|stale| stale.reason.as_str()),
        }
    }
}
