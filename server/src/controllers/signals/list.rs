//! `GET /v1/signals`: what is known of connectors.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::app::AppState;
use crate::controllers::json;
use crate::openapi::Signals;
use crate::problem::Problem;
use crate::router::path;
use crate::signals::{Kept, Settings, Told};

/// What is known of one connector.
#[derive(Serialize)]
pub(super) struct SignalJson {
    #[serde(flatten)]
    told: Told,
    /// When it was told, as RFC 3339 spells it.
    since: String,
    /// Whether that is too long ago.
    stale: bool,
}

#[derive(Serialize)]
struct Answer<'t> {
    signals: BTreeMap<&'t str, SignalJson>,
}

impl SignalJson {
    pub(super) fn new(kept: &Kept, settings: &Settings) -> Self {
        Self { told: kept.told, since: kept.since.to_string(), stale: kept.age() > settings.stale_after }
    }
}

/// All that is known, by the names of connectors.
#[utoipa::path(
    get, path = path::SIGNALS, operation_id = "list_signals", tag = "signals",
    summary = "What is known of connectors",
    responses((status = 200, description = "what is known, by the names of connectors", body = Signals)),
)]
pub(crate) async fn list(State(app): State<AppState>) -> Result<Response, Problem> {
    let table = app.catalog.table();
    let signals = table.signals.iter().map(|(name, kept)| (name, SignalJson::new(kept, &app.signals)));
    json(&Answer { signals: signals.collect() })
}
