//! `POST /v1/policies/{policy}/decisions/batch`: decides many payments with one snapshot, each by itself.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::catalog::LivePolicy;
use crate::controllers::decisions::body;
use crate::controllers::decisions::create::{DIGEST, live};
use crate::controllers::decisions::one::{self, ANSWER_BYTES};
use crate::problem::Problem;
use crate::request_log::Caller;
use crate::router::{App, AppState};

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
    policy: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let Path(policy) = policy.map_err(|_| Problem::unknown_policy())?;
    let caller = Caller::of(request.headers());
    let body = body::read(request.into_body(), &app.settings, app.settings.batch_limit).await?;
    let live = Arc::clone(live(&app.catalog.table(), &policy)?);
    let digest = live.digest.clone();
    // It takes as long as a thousand decisions, so it must not keep single ones from their cores.
    let shared = Arc::clone(&app);
    let decided = app.batches.take(move || decide(&live, &shared, &caller, &body)).await??;
    if let Some(records) = &app.records {
        records.keep(&decided.records).await?;
    }
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([json, (DIGEST, digest)], decided.answer).into_response())
}

/// What is answered to a batch, and the records of its decisions.
struct Decided {
    answer: Vec<u8>,
    records: Vec<u8>,
}

fn decide(live: &LivePolicy, app: &App, caller: &Caller, body: &[u8]) -> Result<Decided, Problem> {
    // What serde says of an error may hold a value, so only its place is told.
    let Batch { payments } =
        serde_json::from_slice(body).map_err(|error| Problem::wrong_batch(error.line(), error.column()))?;
    if payments.len() > MOST {
        return Err(Problem::batch_too_long(payments.len(), MOST));
    }
    let (mut answer, mut records) = (Vec::with_capacity(ANSWER_BYTES * payments.len()), vec![]);
    answer.extend_from_slice(br#"{"results":["#);
    let mut payment = live.decider.payment();
    for (place, given) in payments.into_iter().enumerate() {
        if place > 0 {
            answer.push(b',');
        }
        let start = answer.len();
        answer.extend_from_slice(br#"{"decision":"#);
        let decision = answer.len();
        let json = given.get().as_bytes();
        match one::decide(live, &app.metrics, json, &mut payment, &mut answer) {
            Ok(took) => {
                let decision = answer.get(decision..).unwrap_or_default();
                if let Some(kept) = &app.records {
                    kept.write(live, &payment, (decision, took), caller, &mut records);
                }
            }
            Err(refused) => {
                answer.truncate(start);
                answer.extend_from_slice(br#"{"problem":"#);
                Problem::from(refused).write(&mut answer);
            }
        }
        answer.push(b'}');
    }
    answer.extend_from_slice(b"]}");
    Ok(Decided { answer, records })
}
