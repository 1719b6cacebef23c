//! Signals as they are told, in which what a service has told and what is known of that lie beside each other.
#![expect(dead_code, reason = "signals are written from what was told")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

use crate::signals::Health;

/// What is known of connectors.
#[derive(Debug, ToSchema)]
pub(crate) struct Signals {
    /// By their names.
    signals: BTreeMap<String, Signal>,
}

/// What is known of one connector.
#[derive(Debug, ToSchema)]
pub(crate) struct Signal {
    #[schema(nullable = false)]
    health: Option<Health>,
    /// Which share of payments it takes successfully, in basis points.
    #[schema(nullable = false, maximum = 10000)]
    success_rate_bps: Option<u16>,
    /// How long it takes to answer.
    #[schema(nullable = false)]
    latency_ms: Option<u32>,
    /// When it was told.
    #[schema(format = DateTime)]
    since: String,
    /// Whether that is too long ago.
    stale: bool,
}

/// What was known of a connector when a payment was decided, and was used.
#[derive(Debug, ToSchema)]
pub(super) struct UsedSignal {
    #[schema(nullable = false)]
    health: Option<Health>,
    /// Which share of payments it takes successfully, in basis points.
    #[schema(nullable = false, maximum = 10000)]
    success_rate_bps: Option<u16>,
    /// How long it takes to answer.
    #[schema(nullable = false)]
    latency_ms: Option<u32>,
    /// How old it was.
    age_ms: u64,
}
