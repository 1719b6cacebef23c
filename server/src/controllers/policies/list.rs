//! `GET /v1/policies`: the policies, and what keeps folders from being one.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::controllers::json;
use crate::controllers::policies::status::Status;
use crate::problem::Problem;
use crate::router::AppState;

#[derive(Debug, Serialize)]
struct Answer<'p> {
    policies: Vec<Status<'p>>,
    faults: &'p [String],
}

/// All policies, in the order of their names.
pub(crate) async fn list(State(app): State<AppState>) -> Result<Response, Problem> {
    let table = app.catalog.table();
    let policies = table.policies.iter().map(|(name, policy)| Status::new(name, policy)).collect();
    json(&Answer { policies, faults: &table.faults })
}
