//! `GET /livez`: whether the server answers at all.

use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::controllers::json;
use crate::problem::Problem;
use crate::router::path;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Live)]
struct Answer {
    live: bool,
}

/// Always yes.
#[utoipa::path(
    get, path = path::LIVE, operation_id = "is_live", tag = "health",
    summary = "Whether the server answers at all",
    responses((status = 200, description = "it does", body = Answer)),
)]
pub(crate) async fn live() -> Result<Response, Problem> {
    json(&Answer { live: true })
}
