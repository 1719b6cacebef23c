//! `GET /v1/policies`: the policies, and what keeps folders from being one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::json;
use crate::controllers::policies::status::Status;
use crate::problem::Problem;
use crate::router::path;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Policies)]
struct Answer<'p> {
    policies: Vec<Status<'p>>,
    /// What could not be taken for a policy.
    faults: &'p [String],
}

/// All policies, in the order of their names.
#[utoipa::path(
    get, path = path::POLICIES, operation_id = "list_policies", tag = "policies",
    summary = "All policies, in the order of their names",
    responses((status = 200, description = "the policies, and what keeps folders from being one", body = Answer<'_>)),
)]
pub(crate) async fn list(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
) -> Result<Response, Problem> {
    let table = app.catalog.table();
    let policies = table.policies.iter().filter(|(name, _)| identity.may_see(name));
    let policies = policies.map(|(name, policy)| Status::new(name, policy)).collect();
    json(&Answer { policies, faults: &table.faults })
}
