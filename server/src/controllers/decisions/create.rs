//! `POST /v1/policies/{policy}/decisions`: decides a payment, with one snapshot from its first fact to the answer.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::catalog::Catalog;
use crate::controllers::decisions::body;
use crate::problem::Problem;
use crate::router::AppState;

/// Names the digest of the policy that has decided.
const DIGEST: HeaderName = HeaderName::from_static("waypost-digest");
/// More than most decisions take.
const ANSWER_BYTES: usize = 512;

/// Reads the payment and decides it.
pub(crate) async fn create(
    State(app): State<AppState>,
    policy: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let Path(policy) = policy.map_err(|_| Problem::unknown_policy())?;
    let payment = body::read(request.into_body(), &app.settings).await?;
    decide(&app.catalog, &policy, &payment)
}

/// Waits for nothing, and takes no lock.
fn decide(catalog: &Catalog, policy: &str, payment: &[u8]) -> Result<Response, Problem> {
    let table = catalog.table();
    let served = table.policies.get(policy).ok_or_else(Problem::unknown_policy)?;
    let live = served.live.as_ref().ok_or_else(|| Problem::not_live(policy))?;
    let (mut slots, mut answer) = (live.decider.payment(), Vec::with_capacity(ANSWER_BYTES));
    let skipped = live.decider.decide(payment, &mut slots, &mut answer)?;
    if let Some(first) = skipped.first {
        tracing::debug!(
            policy,
            skipped.count,
            %first,
            "a payment has members that the policy declares no fact for"
        );
    }
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([json, (DIGEST, live.digest.clone())], answer).into_response())
}
