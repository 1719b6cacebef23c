//! `GET /v1/keys`: the keys, without their secrets.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::app::AppState;
use crate::controllers::json;
use crate::problem::Problem;
use crate::store::Key;

#[derive(Serialize)]
struct Answer {
    keys: Vec<Key>,
}

/// All keys, in the order in which they were made.
pub(crate) async fn list(State(app): State<AppState>) -> Result<Response, Problem> {
    json(&Answer { keys: app.releases()?.store.keys().await? })
}
