//! `GET /v1/policies/{policy}/versions/{number}`: one version, with its files and what was found in it.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::controllers::json;
use crate::controllers::versions::{VersionPath, find};
use crate::judge::Report;
use crate::problem::Problem;
use crate::router::path;
use crate::store::{StoreError, Version};

#[derive(Serialize, ToSchema)]
#[schema(as = VersionFiles)]
struct Answer<'a> {
    #[serde(flatten)]
    version: &'a Version,
    /// The path of the main file.
    main: &'a str,
    /// The texts, by their paths.
    files: &'a BTreeMap<String, String>,
    /// The findings and the cases when it was proposed.
    #[schema(value_type = Report)]
    report: Box<RawValue>,
}

/// The whole version.
#[utoipa::path(
    get, path = path::VERSION, operation_id = "show_version", tag = "versions",
    summary = "One version, with its files and what was found in it",
    params(VersionPath),
    responses((status = 200, description = "the version", body = Answer<'_>)),
)]
pub(crate) async fn show(State(app): State<AppState>, path: VersionPath) -> Result<Response, Problem> {
    let releases = app.releases()?;
    let version = find(releases, &path.policy, path.number).await?;
    let bundle = releases.store.bundle(&version).await?;
    let report = RawValue::from_string(releases.store.report(&version).await?);
    let report = report.map_err(|error| StoreError::Damaged(error.to_string()))?;
    json(&Answer { version: &version, main: bundle.main(), files: bundle.files(), report })
}
