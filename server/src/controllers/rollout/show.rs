//! `GET /v1/policies/{policy}/rollout`, and `…/shadow`: how the rollout of a policy stands, and what its challenger decides
//! otherwise.

use axum::extract::State;
use axum::response::Response;

use crate::app::AppState;
use crate::controllers::{PolicyName, json};
use crate::openapi::Rollout;
use crate::problem::Problem;
use crate::router::path;

/// The rollout that is running, with its counts; else how the last one has ended.
#[utoipa::path(
    get, path = path::ROLLOUT, operation_id = "show_rollout", tag = "rollouts",
    summary = "How the rollout of a policy stands, or how the last one has ended",
    params(PolicyName),
    responses((status = 200, description = "the rollout", body = Rollout)),
)]
pub(crate) async fn show(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
) -> Result<Response, Problem> {
    let releases = app.releases()?;
    let table = app.catalog.table();
    let served = table.policies.get(&policy).ok_or_else(Problem::unknown_policy)?;
    if let Some(rollout) = &served.rollout {
        return json(&rollout.standing());
    }
    json(&releases.store.last_rollout(&policy).await?.ok_or_else(Problem::no_rollout)?)
}

/// The same, by the name under which it is looked for while nothing is decided by the challenger.
#[utoipa::path(
    get, path = path::SHADOW, operation_id = "show_shadow", tag = "rollouts",
    summary = "The same as the rollout",
    params(PolicyName),
    responses((status = 200, description = "the rollout", body = Rollout)),
)]
pub(crate) async fn shadow(state: State<AppState>, policy: PolicyName) -> Result<Response, Problem> {
    show(state, policy).await
}
