//! `POST /v1/policies/{policy}/decisions/batch`: decides many payments with one snapshot, each by itself.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::app::AppState;
use crate::controllers::decisions::create;
use crate::controllers::decisions::one::{ANSWER_BYTES, Desk, Out};
use crate::controllers::{PolicyName, body};
use crate::openapi::{Decisions, Payments};
use crate::problem::Problem;
use crate::request_log::Caller;
use crate::router::path;

/// The most payments of a batch.
const MOST: usize = 1_000;

/// The body: `{"payments": […]}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch<'a> {
    #[serde(borrow)]
    payments: Vec<&'a RawValue>,
}

/// Decides all payments; what is wrong with one is told in its place, and the others are decided.
#[utoipa::path(
    post, path = path::BATCH, operation_id = "decide_batch", tag = "decisions",
    summary = "Decides many payments with one snapshot, each by itself",
    params(PolicyName),
    request_body = Payments,
    responses((status = 200, description = "what became of each, in its place", body = Decisions,
        headers(
            ("waypost-digest" = String, description = "the digest of what has decided"),
            ("waypost-version" = u32, description = "the number of its version, if versions are kept"),
        ))),
)]
pub(crate) async fn batch(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
    request: Request,
) -> Result<Response, Problem> {
    let caller = Caller::of(request.headers());
    let body = body::read(request.into_body(), &app.settings, app.settings.batch_limit).await?;
    let table = app.catalog.table();
    let live = Arc::clone(Desk::of(&app, &table, &policy, &caller)?.live);
    // It takes as long as a thousand decisions, so it must not keep single ones from their cores.
    let shared = Arc::clone(&app);
    let decided =
        app.batches.take(move || decide(&Desk::of(&shared, &table, &policy, &caller)?, &body)).await?;
    let out = decided?;
    app.record(&out.unrecorded).await?;
    Ok(create::answer(&live, out.answer))
}

fn decide(desk: &Desk<'_>, body: &[u8]) -> Result<Out, Problem> {
    // What serde says of an error may hold a value, so only its place is told.
    let Batch { payments } =
        serde_json::from_slice(body).map_err(|error| Problem::wrong_batch(error.line(), error.column()))?;
    if payments.len() > MOST {
        return Err(Problem::batch_too_long(payments.len(), MOST));
    }
    let mut out = Out { answer: Vec::with_capacity(ANSWER_BYTES * payments.len()), unrecorded: vec![] };
    out.answer.extend_from_slice(br#"{"results":["#);
    let mut payment = desk.live.decider.payment();
    for (place, given) in payments.into_iter().enumerate() {
        if place > 0 {
            out.answer.push(b',');
        }
        let start = out.answer.len();
        out.answer.extend_from_slice(br#"{"decision":"#);
        if let Err(refused) = desk.decide(given.get().as_bytes(), &mut payment, &mut out) {
            out.answer.truncate(start);
            out.answer.extend_from_slice(br#"{"problem":"#);
            Problem::from(refused).write(&mut out.answer);
        }
        out.answer.push(b'}');
    }
    out.answer.extend_from_slice(b"]}");
    Ok(out)
}
