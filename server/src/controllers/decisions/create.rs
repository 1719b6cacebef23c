//! `POST /v1/policies/{policy}/decisions`: decides a payment, with one snapshot from its first fact to the answer.

use std::sync::Arc;

use crate::catalog::{LivePolicy, Table};
use crate::controllers::decisions::one::{self, ANSWER_BYTES};
use crate::controllers::decisions::{body, explain};
use crate::problem::Problem;
use crate::records::RECORD_BYTES;
use crate::request_log::Caller;
use crate::router::AppState;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// Names the digest of the policy that has decided.
pub(super) const DIGEST: HeaderName = HeaderName::from_static("waypost-digest");

/// Reads the payment and decides it; with `?explain=true`, tells why.
pub(crate) async fn create(
    State(app): State<AppState>,
    policy: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let Path(policy) = policy.map_err(|_| Problem::unknown_policy())?;
    let is_explained = explain::is_asked(request.uri())?;
    let caller = Caller::of(request.headers());
    let body = body::read(request.into_body(), &app.settings, app.settings.body_limit).await?;
    let table = app.catalog.table();
    let live = live(&table, &policy)?;
    let mut payment = live.decider.payment();
    let answer = match is_explained {
        false => {
            let mut answer = Vec::with_capacity(ANSWER_BYTES);
            let took = one::decide(live, &app.metrics, &body, &mut payment, &mut answer)?;
            if let Some(records) = &app.records {
                let mut record = Vec::with_capacity(RECORD_BYTES);
                records.write(live, &payment, (&answer, took), &caller, &mut record);
                records.keep(&record).await?;
            }
            answer
        }
        true => {
            one::read(live, &app.metrics, &body, &mut payment)?;
            explain::answer(&app, Arc::clone(live), payment, caller).await?
        }
    };
    let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(([json, (DIGEST, live.digest.clone())], answer).into_response())
}

/// What the policy of that name decides with.
pub(super) fn live<'t>(table: &'t Table, policy: &str) -> Result<&'t Arc<LivePolicy>, Problem> {
    let served = table.policies.get(policy).ok_or_else(Problem::unknown_policy)?;
    served.live.as_ref().ok_or_else(|| Problem::not_live(policy))
}
