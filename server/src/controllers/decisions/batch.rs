//! `POST /v1/policies/{policy}/decisions/batch`: decides many payments with one snapshot, each by itself.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::app::AppState;
use crate::catalog::LivePolicy;
use crate::controllers::decisions::create::{DIGEST, live};
use crate::controllers::decisions::one::{self, ANSWER_BYTES};
use crate::controllers::{PolicyName, body};
use crate::metrics::Metrics;
use crate::problem::Problem;

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
pub(crate) async fn batch(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
    request: Request,
) -> Result<Response, Problem> {
    let body = body::read(request.into_body(), &app.settings, app.settings.batch_limit).await?;
    let live = Arc::clone(live(&app.catalog.table(), &policy)?);
    let digest = live.digest.clone();
    // It takes as long as a thousand decisions, so it must not keep single ones from their cores.
    let counted = Arc::clone(&app);
    let answer = app.batches.take(move || decide(&live, &counted.metrics, &body)).await??;
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([json, (DIGEST, digest)], answer).into_response())
}

fn decide(live: &LivePolicy, metrics: &Metrics, body: &[u8]) -> Result<Vec<u8>, Problem> {
    // What serde says of an error may hold a value, so only its place is told.
    let Batch { payments } =
        serde_json::from_slice(body).map_err(|error| Problem::wrong_batch(error.line(), error.column()))?;
    if payments.len() > MOST {
        return Err(Problem::batch_too_long(payments.len(), MOST));
    }
    let mut answer = Vec::with_capacity(ANSWER_BYTES * payments.len());
    answer.extend_from_slice(br#"{"results":["#);
    let mut payment = live.decider.payment();
    for (place, given) in payments.into_iter().enumerate() {
        if place > 0 {
            answer.push(b',');
        }
        let start = answer.len();
        answer.extend_from_slice(br#"{"decision":"#);
        let json = given.get().as_bytes();
        if let Err(refused) = one::decide(live, metrics, json, &mut payment, &mut answer) {
            answer.truncate(start);
            answer.extend_from_slice(br#"{"problem":"#);
            Problem::from(refused).write(&mut answer);
        }
        answer.push(b'}');
    }
    answer.extend_from_slice(b"]}");
    Ok(answer)
}
