//! `PUT /v1/signals/{connector}`: tells what a connector is like from now on.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::response::Response;

use crate::app::AppState;
use crate::catalog::Table;
use crate::controllers::signals::list::SignalJson;
use crate::controllers::{body, json};
use crate::openapi::Signal;
use crate::problem::Problem;
use crate::router::path;
use crate::signals::{Kept, Told};

/// The greatest share of successes, in basis points: all of them.
const ALL: u16 = 10_000;

/// Keeps what is told, in the place of all that was told before.
#[utoipa::path(
    put, path = path::SIGNAL, operation_id = "tell_signal", tag = "signals",
    summary = "Tells what a connector is like from now on, in the place of all that was told before",
    params(("connector" = String, Path, description = "the name of a connector")),
    request_body = Told,
    responses((status = 200, description = "what is known of it", body = Signal)),
)]
pub(crate) async fn tell(
    State(app): State<AppState>,
    connector: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let Path(connector) = connector.map_err(|_| Problem::unknown_connector())?;
    let body = body::read(request.into_body(), &app.settings, app.settings.body_limit).await?;
    let told: Told = body::parse(&body)?;
    if told == Told::default() {
        return Err(Problem::wrong_body(
            "tell at least one of `health`, `success_rate_bps` and `latency_ms`",
        ));
    }
    if told.success_rate_bps.is_some_and(|rate| rate > ALL) {
        return Err(Problem::wrong_body(format!("`success_rate_bps` is at most {ALL}")));
    }
    if !is_known(&app.catalog.table(), &connector) {
        return Err(Problem::unknown_connector());
    }
    app.catalog.change(|before| {
        let signals = Arc::new(before.signals.with(connector, told));
        Table { signals, ..before.clone() }
    });
    json(&SignalJson::new(&Kept::new(told), &app.signals))
}

/// Whether a policy that is live has such a connector.
fn is_known(table: &Table, connector: &str) -> bool {
    let live = table.policies.values().filter_map(|policy| policy.live.as_ref());
    let mut policies = live.map(|live| live.decider.snapshot().policy());
    policies.any(|policy| policy.connectors.iter().any(|(_, known)| known.name == connector))
}
