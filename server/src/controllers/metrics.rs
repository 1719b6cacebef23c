//! `GET /metrics`: what the server counts.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::app::AppState;

/// The text format of Prometheus.
pub(crate) async fn show(State(app): State<AppState>) -> Response {
    if let Some(records) = &app.records {
        records.observe(app.metrics.of_records());
    }
    app.metrics.swaps.absolute(app.catalog.swaps());
    let text = app.metrics.render(&app.catalog.table());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
