//! `PUT /v1/policies/{policy}`: proposes a version, which is kept if it is sound and refused with the findings if not. It is
//! live only once it is activated.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::access::Identity;
use crate::app::AppState;
use crate::controllers::policies::draft::{self, DraftJson};
use crate::controllers::{PolicyName, json};
use crate::problem::Problem;
use crate::releases::Proposed;
use crate::router::path;
use crate::store::{Fresh, Version};

/// Judges the files, and keeps them as a version: 201 with it, or 200 if the last version has the same files.
#[utoipa::path(
    put, path = path::POLICY, operation_id = "propose_version", tag = "policies",
    summary = "Proposes a version, which is kept if it is sound",
    params(PolicyName),
    request_body = DraftJson,
    responses(
        (status = 200, description = "the last version has the same files", body = Version),
        (status = 201, description = "the version", body = Version),
    ),
)]
pub(crate) async fn propose(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
    PolicyName(policy): PolicyName,
    request: Request,
) -> Result<Response, Problem> {
    let releases = Arc::clone(app.releases()?);
    let draft = draft::read(&app, request).await?;
    let (judge, day) = (Arc::clone(&releases), releases.day());
    let (judged, bundle) = app.proofs.take(move || (judge.judge(&draft.bundle, day), draft.bundle)).await?;
    let digest = match judged.sound(&policy) {
        Ok(snapshot) => snapshot.digest().to_string(),
        Err(reason) => return Err(Problem::unsound(reason, judged.report)),
    };
    let report = judged.report;
    let proposed = Proposed { policy: &policy, bundle, digest, report, message: &draft.message };
    let (version, fresh) = releases.propose(proposed, &identity.name).await?;
    let status = match fresh {
        Fresh::Made => {
            releases.proved.note(&version, day);
            StatusCode::CREATED
        }
        Fresh::Known => StatusCode::OK,
    };
    Ok((status, json(&version)?).into_response())
}
