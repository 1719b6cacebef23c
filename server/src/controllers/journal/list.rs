//! `GET /v1/journal?after=&limit=`: who has done what, the oldest first.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::app::AppState;
use crate::controllers::json;
use crate::problem::Problem;
use crate::router::path;
use crate::store::Entry;

/// The most entries of an answer, and how many there are if nothing is asked for.
const MOST: u32 = 1_000;

/// Which entries are asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// The number of the last entry that is known.
    #[serde(default)]
    after: i64,
    /// How many entries are wanted; 1,000 are given at most.
    #[serde(default = "most")]
    limit: u32,
}

fn most() -> u32 {
    MOST
}

#[derive(Serialize, ToSchema)]
#[schema(as = Journal)]
struct Answer {
    entries: Vec<Entry>,
}

/// The entries behind a number.
#[utoipa::path(
    get, path = path::JOURNAL, operation_id = "read_journal", tag = "journal",
    summary = "Who has done what, the oldest first",
    params(Page),
    responses((status = 200, description = "the entries", body = Answer)),
)]
pub(crate) async fn list(
    State(app): State<AppState>,
    page: Result<Query<Page>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(Page { after, limit }) =
        page.map_err(|_| Problem::wrong_query("the query may be `?after=100&limit=50`"))?;
    json(&Answer { entries: app.releases()?.store.journal(after, limit.min(MOST)).await? })
}
