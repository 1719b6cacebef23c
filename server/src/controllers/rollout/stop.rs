//! `DELETE /v1/policies/{policy}/rollout`: ends a rollout; what is live decides all payments again.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::PolicyName;
use crate::problem::Problem;
use crate::router::path;

/// Ends the rollout.
#[utoipa::path(
    delete, path = path::ROLLOUT, operation_id = "stop_rollout", tag = "rollouts",
    summary = "Ends a rollout: what is live decides all payments again",
    params(PolicyName),
    responses((status = 204, description = "it has ended")),
)]
pub(crate) async fn stop(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
    PolicyName(policy): PolicyName,
) -> Result<StatusCode, Problem> {
    let releases = app.releases()?;
    match releases.order().await.end_rollout(&policy, "it was stopped", &identity.name).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::no_rollout()),
    }
}
