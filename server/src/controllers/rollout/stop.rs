//! `DELETE /v1/policies/{policy}/rollout`: ends a rollout; what is live decides all payments again.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::PolicyName;
use crate::problem::Problem;

/// Ends the rollout.
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
