//! The paths of all endpoints.

pub(crate) const POLICIES: &str = "/v1/policies";
pub(crate) const POLICY: &str = "/v1/policies/{policy}";
pub(crate) const DECISIONS: &str = "/v1/policies/{policy}/decisions";
pub(crate) const BATCH: &str = "/v1/policies/{policy}/decisions/batch";
pub(crate) const CHECK: &str = "/v1/policies/{policy}/check";
pub(crate) const VERSIONS: &str = "/v1/policies/{policy}/versions";
pub(crate) const VERSION: &str = "/v1/policies/{policy}/versions/{number}";
pub(crate) const ACTIVATE: &str = "/v1/policies/{policy}/versions/{number}/activate";
pub(crate) const ROLLBACK: &str = "/v1/policies/{policy}/rollback";
pub(crate) const DIFF: &str = "/v1/policies/{policy}/diff";
pub(crate) const ROLLOUT: &str = "/v1/policies/{policy}/rollout";
pub(crate) const SHADOW: &str = "/v1/policies/{policy}/shadow";
pub(crate) const SIGNALS: &str = "/v1/signals";
pub(crate) const SIGNAL: &str = "/v1/signals/{connector}";
pub(crate) const JOURNAL: &str = "/v1/journal";
pub(crate) const KEYS: &str = "/v1/keys";
pub(crate) const KEY: &str = "/v1/keys/{key}";
pub(crate) const METRICS: &str = "/metrics";
pub(crate) const LIVE: &str = "/livez";
pub(crate) const READY: &str = "/readyz";
pub(crate) const OPENAPI: &str = "/openapi.json";
pub(crate) const DOCS: &str = "/docs";
pub(crate) const DOCS_FILE: &str = "/docs/{file}";

/// All of them.
pub(crate) const ALL: [&str; 23] = [
    POLICIES, POLICY, DECISIONS, BATCH, CHECK, VERSIONS, VERSION, ACTIVATE, ROLLBACK, DIFF, ROLLOUT, SHADOW,
    SIGNALS, SIGNAL, JOURNAL, KEYS, KEY, METRICS, LIVE, READY, OPENAPI, DOCS, DOCS_FILE,
];
