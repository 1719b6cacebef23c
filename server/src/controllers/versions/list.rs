//! `GET /v1/policies/{policy}/versions`: the versions of a policy, the newest first.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::controllers::{PolicyName, json};
use crate::problem::Problem;
use crate::router::path;
use crate::store::Version;

#[derive(Serialize, ToSchema)]
#[schema(as = Versions)]
struct Answer {
    /// The number of the version that is live; null if none is.
    #[schema(required)]
    live: Option<u32>,
    versions: Vec<Version>,
}

/// All versions of a policy.
#[utoipa::path(
    get, path = path::VERSIONS, operation_id = "list_versions", tag = "versions",
    summary = "The versions of a policy, the newest first",
    params(PolicyName),
    responses((status = 200, description = "the versions", body = Answer)),
)]
pub(crate) async fn list(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
) -> Result<Response, Problem> {
    let versions = app.releases()?.store.versions(&policy).await?;
    let table = app.catalog.table();
    let served = table.policies.get(&policy);
    if versions.is_empty() && served.is_none() {
        return Err(Problem::unknown_policy());
    }
    json(&Answer { live: served.and_then(|served| served.live.as_ref()?.version), versions })
}
