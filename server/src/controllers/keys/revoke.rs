//! `DELETE /v1/keys/{key}`: revokes a key, which is not taken any more from then on.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use crate::access::Identity;
use crate::app::AppState;
use crate::problem::Problem;
use crate::router::path;

/// Revokes the key with that id.
#[utoipa::path(
    delete, path = path::KEY, operation_id = "revoke_key", tag = "keys",
    summary = "Revokes a key, which is not taken any more from then on",
    params(("key" = String, Path, description = "the id of a key")),
    responses((status = 204, description = "it is revoked")),
)]
pub(crate) async fn revoke(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
    id: Result<Path<String>, PathRejection>,
) -> Result<StatusCode, Problem> {
    let Path(id) = id.map_err(|_| Problem::unknown_key())?;
    if !app.releases()?.store.revoke_key(&id, &identity.name).await? {
        return Err(Problem::unknown_key());
    }
    app.gate.refresh().await;
    Ok(StatusCode::NO_CONTENT)
}
