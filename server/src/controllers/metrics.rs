//! `GET /metrics`: what the server counts.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::AppState;
use crate::router::path;

/// The text format of Prometheus.
#[utoipa::path(
    get, path = path::METRICS, operation_id = "metrics", tag = "health",
    summary = "What the server counts, for Prometheus",
    responses((status = 200, description = "the text format of Prometheus", body = String, content_type = "text/plain")),
)]
pub(crate) async fn show(State(app): State<AppState>) -> Response {
    if let Some(records) = &app.records {
        records.observe(app.metrics.of_records());
    }
    app.metrics.swaps.absolute(app.catalog.swaps());
    let text = app.metrics.render(&app.catalog.table());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
