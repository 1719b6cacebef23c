//! `POST /v1/policies/{policy}/rollback`: makes the version live that was live before. It decided payments once, so it is not
//! proved again: going back is what has to be fast.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::{PolicyName, json};
use crate::problem::Problem;
use crate::router::path;
use crate::store::Version;

/// Goes back, and answers with the version that is live.
#[utoipa::path(
    post, path = path::ROLLBACK, operation_id = "roll_back", tag = "versions",
    summary = "Makes the version live that was live before",
    params(PolicyName),
    responses((status = 200, description = "the version that is live from now on", body = Version)),
)]
pub(crate) async fn rollback(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
    PolicyName(policy): PolicyName,
) -> Result<Response, Problem> {
    let releases = app.releases()?;
    if !app.catalog.table().policies.contains_key(&policy) {
        return Err(Problem::unknown_policy());
    }
    let version = releases.order().await.roll_back(&policy, &identity.name).await?;
    json(&version.ok_or_else(Problem::nothing_before)?)
}
