//! `GET /v1/policies/{policy}/diff?from=&to=`: which payments two versions decide otherwise, exactly.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::app::AppState;
use crate::controllers::versions::find;
use crate::controllers::{PolicyName, json};
use crate::problem::Problem;
use crate::router::path;
use crate::wire::difference::{Compared, Difference};

/// The numbers of two versions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Between {
    /// The number of the older one.
    from: u32,
    /// The number of the newer one.
    to: u32,
}

/// Compares them.
#[utoipa::path(
    get, path = path::DIFF, operation_id = "diff_versions", tag = "versions",
    summary = "Which payments two versions decide otherwise, exactly",
    params(PolicyName, Between),
    responses((status = 200, description = "all payments that are decided otherwise, in groups", body = Difference)),
)]
pub(crate) async fn diff(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
    between: Result<Query<Between>, QueryRejection>,
) -> Result<Response, Problem> {
    let releases = Arc::clone(app.releases()?);
    let Query(Between { from, to }) = between
        .map_err(|_| Problem::wrong_query("the numbers of two versions are wanted: `?from=3&to=4`"))?;
    let (from, to) = (find(&releases, &policy, from).await?, find(&releases, &policy, to).await?);
    let (from, to) = (releases.compile(&from).await?, releases.compile(&to).await?);
    let compared = app.comparisons.take(move || releases.compare(&from, to.decider.snapshot()));
    match compared.await? {
        Compared::Found(difference) => json(&difference),
        Compared::Incomparable(why) => Err(Problem::incomparable(why)),
    }
}
