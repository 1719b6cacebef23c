//! `DELETE /v1/signals/{connector}`: forgets what was told of a connector.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::app::AppState;
use crate::catalog::Table;
use crate::problem::Problem;
use crate::router::path;

/// Nothing is known of the connector from now on.
#[utoipa::path(
    delete, path = path::SIGNAL, operation_id = "forget_signal", tag = "signals",
    summary = "Forgets what was told of a connector",
    params(("connector" = String, Path, description = "the name of a connector")),
    responses((status = 204, description = "nothing is known of it")),
)]
pub(crate) async fn forget(
    State(app): State<AppState>,
    connector: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Problem> {
    let Path(connector) = connector.map_err(|_| Problem::unknown_connector())?;
    if app.catalog.table().signals.get(&connector).is_none() {
        return Err(Problem::unknown_connector());
    }
    app.catalog.change(|before| {
        let signals = Arc::new(before.signals.without(&connector));
        Table { signals, ..before.clone() }
    });
    Ok(StatusCode::NO_CONTENT)
}
