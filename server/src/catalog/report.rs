//! Logs what changes in the catalog, each change once.

use crate::catalog::{ServedPolicy, Table};

/// Logs what is served now and was not before, what has become stale, and what has recovered.
pub(super) fn changes(before: &Table, after: &Table) {
    for fault in after.faults.iter().filter(|fault| !before.faults.contains(fault)) {
        tracing::error!("{fault}");
    }
    for (policy, served) in &after.policies {
        let earlier = before.policies.get(policy);
        let digest = digest(served);
        if digest.is_some() && digest != earlier.and_then(self::digest) {
            tracing::info!(policy, digest, "the policy is live");
        }
        match (earlier.and_then(|earlier| earlier.stale.as_ref()), &served.stale) {
            (None, Some(stale)) => {
                tracing::warn!(policy, digest, reason = stale.reason, "the policy is stale");
            }
            (Some(_), None) => tracing::info!(policy, digest, "the policy has recovered"),
            _ => {}
        }
    }
}

fn digest(served: &ServedPolicy) -> Option<&str> {
    served.live.as_ref().map(|live| live.decider.digest())
}
