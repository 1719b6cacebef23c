//! `PUT /v1/policies/{policy}/rollout`: tries a version beside the one that is live, or changes how it is tried.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::versions::approve;
use crate::controllers::{PolicyName, body, json};
use crate::problem::Problem;
use crate::releases::RollOutError;
use crate::rollout::{Plan, Standing};
use crate::router::path;

/// What is to be tried, and how.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewRollout, examples(json!({"version": 2, "mode": "shadow"})))]
struct Wanted {
    /// The number of the version.
    version: u32,
    #[serde(flatten)]
    plan: Plan,
}

/// Begins, if the version is sound today, and answers how it stands.
#[utoipa::path(
    put, path = path::ROLLOUT, operation_id = "start_rollout", tag = "rollouts",
    summary = "Tries a version beside the one that is live, or changes how it is tried",
    params(PolicyName),
    request_body = Wanted,
    responses((status = 200, description = "how it stands", body = Standing)),
)]
pub(crate) async fn start(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
    PolicyName(policy): PolicyName,
    request: Request,
) -> Result<Response, Problem> {
    let body = body::read(request.into_body(), &app.settings, app.settings.body_limit).await?;
    let Wanted { version, plan } = body::parse(&body)?;
    let version = approve(&app, &policy, version, &identity).await?;
    match app.releases()?.order().await.roll_out(&version, plan, &identity.name).await {
        Ok(rollout) => json(&rollout.standing()),
        Err(RollOutError::Store(error)) => Err(error.into()),
        Err(RollOutError::Plan(error)) => Err(Problem::wrong_body(error.to_string())),
        Err(RollOutError::NotLive) => Err(Problem::not_live(&policy)),
        Err(RollOutError::Same) => Err(Problem::wrong_body("this version is live already")),
    }
}
