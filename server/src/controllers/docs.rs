//! The description of the API: for programs, and for people with a viewer that asks nobody else for anything.

pub(crate) mod viewer;

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::openapi;
use crate::router::path;

/// `GET /openapi.json`.
#[utoipa::path(
    get, path = path::OPENAPI, operation_id = "openapi", tag = "health",
    summary = "This description",
    responses((status = 200, description = "a description as `OpenAPI` 3.1 lays it out", body = Object)),
)]
pub(crate) async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], openapi::text()).into_response()
}
