//! One policy that is served: what it decides with, and whether its files say something else.

use std::sync::{Arc, OnceLock};

use axum::http::HeaderValue;
use jiff::Timestamp;
use waypost_engine::Snapshot;

use crate::Decider;
use crate::catalog::explaining::Explaining;
use crate::metrics::{Metrics, PolicyMetrics};
use crate::rollout::Rollout;
use crate::signals::Places;
use crate::wire::finding::Finding;
use crate::wire::record::RecordJson;

/// A policy of the catalog.
#[derive(Debug, Clone)]
pub(crate) struct ServedPolicy {
    /// Its main file in the folder that is followed, as the path is shown; nothing if it was published only.
    pub(crate) file: Option<String>,
    /// What it decides with; nothing if its files were never good.
    pub(crate) live: Option<Arc<LivePolicy>>,
    /// Why what its files say is not what it decides with, if that is so.
    pub(crate) stale: Option<Stale>,
    /// What there is to say about its files.
    pub(crate) findings: Arc<[Finding]>,
    /// The version that is tried beside it, if one is.
    pub(crate) rollout: Option<Arc<Rollout>>,
}

impl ServedPolicy {
    /// A policy that was published, and lies in no folder that is followed.
    pub(crate) fn published(live: Arc<LivePolicy>) -> Self {
        Self { file: None, live: Some(live), stale: None, findings: Arc::default(), rollout: None }
    }

    /// All that may decide its payments: what is live, and the challenger of its rollout.
    pub(super) fn versions(&self) -> impl Iterator<Item = &Arc<LivePolicy>> {
        let challenger = self.rollout.iter().map(|rollout| &rollout.challenger);
        self.live.iter().chain(challenger)
    }

    /// Whether that is one of them.
    pub(super) fn has(&self, version: &Arc<LivePolicy>) -> bool {
        self.versions().any(|own| Arc::ptr_eq(own, version))
    }
}

/// What a policy decides with.
#[derive(Debug)]
pub(crate) struct LivePolicy {
    /// Decides.
    pub(crate) decider: Arc<Decider>,
    /// Explains what it decides.
    pub(crate) explaining: Explaining,
    /// Its number among the versions of the policy; nothing if no versions are kept.
    pub(crate) version: Option<u32>,
    /// The digest as the value of a header.
    pub(crate) digest: HeaderValue,
    /// Since when its files have been so.
    pub(crate) since: Timestamp,
    /// Where its payments have signals.
    pub(crate) signals: Places,
    counts: OnceLock<PolicyMetrics>,
    recorded: OnceLock<RecordJson>,
}

/// That the files of a policy cannot be used.
#[derive(Debug, Clone)]
pub(crate) struct Stale {
    /// Since when.
    pub(crate) since: Timestamp,
    /// Why, in words.
    pub(crate) reason: String,
}

impl LivePolicy {
    /// Decides with this snapshot from now on, which is of that version.
    pub(crate) fn new(snapshot: Snapshot, version: Option<u32>) -> Self {
        let decider = Arc::new(Decider::new(snapshot));
        let signals = Places::of(decider.snapshot().policy());
        let explaining = Explaining::of(Arc::clone(&decider));
        let digest = HeaderValue::from_str(decider.digest());
        // A digest is made of letters, digits and a colon.
        let digest = digest.unwrap_or(HeaderValue::from_static("unknown"));
        Self {
            decider,
            explaining,
            version,
            digest,
            since: Timestamp::now(),
            signals,
            counts: OnceLock::new(),
            recorded: OnceLock::new(),
        }
    }

    /// What is counted of its decisions.
    pub(crate) fn counts(&self, metrics: &Metrics) -> &PolicyMetrics {
        self.counts.get_or_init(|| metrics.of_policy(self.decider.snapshot().policy()))
    }

    /// How its decisions are recorded: with hashes of private facts, or without if there is no key.
    pub(crate) fn recorded(&self, is_keyed: bool) -> &RecordJson {
        self.recorded.get_or_init(|| {
            let policy = self.decider.snapshot().policy();
            if !is_keyed && policy.facts.given().any(|(_, fact)| fact.private) {
                let name = &policy.name;
                tracing::warn!(
                    policy = name,
                    "private facts are recorded without a hash, since there is no key"
                );
            }
            RecordJson::new(&policy.facts)
        })
    }
}
