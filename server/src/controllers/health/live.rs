//! `GET /livez`: whether the server answers at all.

use axum::response::Response;
use serde::Serialize;

use crate::controllers::json;
use crate::problem::Problem;

#[derive(Debug, Serialize)]
struct Answer {
    live: bool,
}

/// Always yes.
pub(crate) async fn live() -> Result<Response, Problem> {
    json(&Answer { live: true })
}
