//! `POST /v1/policies/{policy}/versions/{number}/activate`: makes a version live.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::json;
use crate::controllers::versions::{VersionPath, approve};
use crate::problem::Problem;
use crate::router::path;
use crate::store::Version;

/// Makes the version live, if it is still sound today.
#[utoipa::path(
    post, path = path::ACTIVATE, operation_id = "activate_version", tag = "versions",
    summary = "Makes a version live, if it is still sound today",
    params(VersionPath),
    responses((status = 200, description = "the version", body = Version)),
)]
pub(crate) async fn activate(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
    path: VersionPath,
) -> Result<Response, Problem> {
    let version = approve(&app, &path.policy, path.number, &identity).await?;
    app.releases()?.order().await.activate(&version, &identity.name).await?;
    json(&version)
}
