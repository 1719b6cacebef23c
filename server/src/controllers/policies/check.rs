//! `POST /v1/policies/{policy}/check`: what there is to say about a draft, and what it would change. Nothing is kept.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::AppState;
use crate::controllers::policies::draft::{self, DraftJson};
use crate::controllers::{PolicyName, json};
use crate::judge::{Judged, Report};
use crate::problem::Problem;
use crate::router::path;
use crate::wire::difference::{Compared, Difference};

#[derive(Serialize, ToSchema)]
#[schema(as = Checked)]
struct Answer {
    /// Whether it may decide payments.
    sound: bool,
    /// Why it may not; null if it may.
    #[schema(required)]
    reason: Option<String>,
    /// Its digest; null if it is not sound.
    #[schema(required)]
    digest: Option<String>,
    #[serde(flatten)]
    report: Report,
    /// What it would decide otherwise than what is live; null if it is not sound, or nothing is live.
    #[schema(required)]
    diff: Option<Difference>,
    /// Why there is no such comparison, where there should be one.
    #[schema(required)]
    diff_fault: Option<String>,
}

/// Judges the draft and compares it with what is live.
#[utoipa::path(
    post, path = path::CHECK, operation_id = "check_draft", tag = "policies",
    summary = "What there is to say about a draft, and what it would change; nothing is kept",
    params(PolicyName),
    request_body = DraftJson,
    responses((status = 200, description = "what was found", body = Answer)),
)]
pub(crate) async fn check(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
    request: Request,
) -> Result<Response, Problem> {
    let releases = Arc::clone(app.releases()?);
    let draft = draft::read(&app, request).await?;
    let live = app.catalog.table().policies.get(&policy).and_then(|served| served.live.clone());
    let judge = Arc::clone(&releases);
    let judged = app.proofs.take(move || judge.judge(&draft.bundle, judge.day())).await?;
    let Some(live) = live.filter(|_| judged.sound(&policy).is_ok()) else {
        return json(&answer(&policy, judged, None));
    };
    let compare = move || {
        let compared = judged.sound(&policy).ok().map(|new| releases.compare(&live, new));
        answer(&policy, judged, compared)
    };
    json(&app.comparisons.take(compare).await?)
}

fn answer(policy: &str, judged: Judged, compared: Option<Compared>) -> Answer {
    let sound = judged.sound(policy);
    let (diff, diff_fault) = match compared {
        Some(Compared::Found(difference)) => (Some(difference), None),
        Some(Compared::Incomparable(why)) => (None, Some(why)),
        None => (None, None),
    };
    Answer {
        sound: sound.is_ok(),
        reason: sound.as_ref().err().cloned(),
        digest: sound.ok().map(|snapshot| snapshot.digest().to_string()),
        report: judged.report,
        diff,
        diff_fault,
    }
}
