//! `POST /v1/policies/{policy}/decisions`: decides a payment, with one snapshot from its first fact to the answer.

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use waypost_engine::Payment;

use crate::catalog::{LivePolicy, Table};
use crate::controllers::decisions::{body, explain};
use crate::problem::Problem;
use crate::router::AppState;

/// Names the digest of the policy that has decided.
const DIGEST: HeaderName = HeaderName::from_static("waypost-digest");
/// More than most decisions take.
const ANSWER_BYTES: usize = 512;

/// Reads the payment and decides it; with `?explain=true`, tells why.
pub(crate) async fn create(
    State(app): State<AppState>,
    policy: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let Path(policy) = policy.map_err(|_| Problem::unknown_policy())?;
    let is_explained = explain::is_asked(request.uri())?;
    let body = body::read(request.into_body(), &app.settings).await?;
    let table = app.catalog.table();
    let live = live(&table, &policy)?;
    let mut payment = live.decider.payment();
    let answer = match is_explained {
        false => decide(live, &policy, &body, &mut payment)?,
        true => {
            live.decider.read(&body, &mut payment)?;
            explain::answer(Arc::clone(live), payment, &app.explanations).await?
        }
    };
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([json, (DIGEST, live.digest.clone())], answer).into_response())
}

fn live<'t>(table: &'t Table, policy: &str) -> Result<&'t Arc<LivePolicy>, Problem> {
    let served = table.policies.get(policy).ok_or_else(Problem::unknown_policy)?;
    served.live.as_ref().ok_or_else(|| Problem::not_live(policy))
}

/// Waits for nothing, and takes no lock.
fn decide(live: &LivePolicy, policy: &str, body: &[u8], payment: &mut Payment) -> Result<Vec<u8>, Problem> {
    let mut answer = Vec::with_capacity(ANSWER_BYTES);
    let skipped = live.decider.decide(body, payment, &mut answer)?;
    if let Some(first) = skipped.first {
        tracing::debug!(
            policy,
            skipped.count,
            %first,
            "a payment has members that the policy declares no fact for"
        );
    }
    Ok(answer)
}
