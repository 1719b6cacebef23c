//! `GET /v1/policies/{policy}/rollout`, and `…/shadow`: how the rollout of a policy stands, and what its challenger decides
//! otherwise.

use axum::extract::State;
use axum::response::Response;

use crate::app::AppState;
use crate::controllers::{PolicyName, json};
use crate::problem::Problem;

/// The rollout that is running, with its counts; else how the last one has ended.
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
