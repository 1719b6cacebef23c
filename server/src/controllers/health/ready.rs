//! `GET /readyz`: whether every policy can be decided with. A stale policy can; one that was never live cannot.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::controllers::json;
use crate::problem::Problem;
use crate::router::path;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ready)]
struct Answer {
    ready: bool,
}

/// Yes, or a problem that names the policies that are not live.
#[utoipa::path(
    get, path = path::READY, operation_id = "is_ready", tag = "health",
    summary = "Whether every policy can be decided with",
    responses((status = 200, description = "it can", body = Answer)),
)]
pub(crate) async fn ready(State(app): State<AppState>) -> Result<Response, Problem> {
    let table = app.catalog.table();
    if table.policies.is_empty() {
        return Err(Problem::not_ready("there are no policies"));
    }
    let waiting = table.policies.iter().filter(|(_, policy)| policy.live.is_none());
    let waiting: Vec<String> = waiting.map(|(name, _)| format!("`{name}`")).collect();
    if waiting.is_empty() {
        json(&Answer { ready: true })
    } else {
        Err(Problem::not_ready(format!("these policies have never been live: {}", waiting.join(", "))))
    }
}
