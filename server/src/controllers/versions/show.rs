//! `GET /v1/policies/{policy}/versions/{number}`: one version, with its files and what was found in it.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

use crate::app::AppState;
use crate::controllers::json;
use crate::controllers::versions::{VersionPath, find};
use crate::problem::Problem;
use crate::store::{StoreError, Version};

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    version: &'a Version,
    main: &'a str,
    files: &'a BTreeMap<String, String>,
    /// The findings and the cases when it was proposed.
    report: Box<RawValue>,
}

/// The whole version.
pub(crate) async fn show(State(app): State<AppState>, path: VersionPath) -> Result<Response, Problem> {
    let releases = app.releases()?;
    let version = find(releases, &path.policy, path.number).await?;
    let bundle = releases.store.bundle(&version).await?;
    let report = RawValue::from_string(releases.store.report(&version).await?);
    let report = report.map_err(|error| StoreError::Damaged(error.to_string()))?;
    json(&Answer { version: &version, main: bundle.main(), files: bundle.files(), report })
}
