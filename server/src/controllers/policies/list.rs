//! `GET /v1/policies`: the policies, and what keeps folders from being one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::json;
use crate::controllers::policies::status::Status;
use crate::problem::Problem;

#[derive(Debug, Serialize)]
struct Answer<'p> {
    policies: Vec<Status<'p>>,
    faults: &'p [String],
}

/// All policies, in the order of their names.
pub(crate) async fn list(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
) -> Result<Response, Problem> {
    let table = app.catalog.table();
    let policies = table.policies.iter().filter(|(name, _)| identity.may_see(name));
    let policies = policies.map(|(name, policy)| Status::new(name, policy)).collect();
    json(&Answer { policies, faults: &table.faults })
}
