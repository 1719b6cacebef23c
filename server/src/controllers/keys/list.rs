//! `GET /v1/keys`: the keys, without their secrets.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::controllers::json;
use crate::problem::Problem;
use crate::router::path;
use crate::store::Key;

#[derive(Serialize, ToSchema)]
#[schema(as = Keys)]
struct Answer {
    keys: Vec<Key>,
}

/// All keys, in the order in which they were made.
#[utoipa::path(
    get, path = path::KEYS, operation_id = "list_keys", tag = "keys",
    summary = "All keys, without their secrets",
    responses((status = 200, description = "the keys, in the order in which they were made", body = Answer)),
)]
pub(crate) async fn list(State(app): State<AppState>) -> Result<Response, Problem> {
    json(&Answer { keys: app.releases()?.store.keys().await? })
}
