//! `POST /v1/policies/{policy}/decisions`: decides a payment, with one snapshot from its first fact to the answer.

use std::sync::Arc;

use crate::app::AppState;
use crate::catalog::{LivePolicy, Table};
use crate::controllers::decisions::explain;
use crate::controllers::decisions::one::{self, ANSWER_BYTES};
use crate::controllers::{PolicyName, body};
use crate::problem::Problem;
use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::response::Response;

/// Names the digest of the policy that has decided.
pub(super) const DIGEST: HeaderName = HeaderName::from_static("waypost-digest");

/// Reads the payment and decides it; with `?explain=true`, tells why.
pub(crate) async fn create(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
    request: Request,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    decide(&app, &policy, &head.uri, body).await
}

/// The same for whoever knows the name of the policy.
pub(crate) async fn decide(
    app: &AppState,
    policy: &str,
    uri: &Uri,
    body: impl HttpBody<Data = Bytes, Error: Into<BoxError>>,
) -> Result<Response, Problem> {
    let is_explained = explain::is_asked(uri)?;
    let body = body::read(body, &app.settings, app.settings.body_limit).await?;
    let table = app.catalog.table();
    let live = live(&table, policy)?;
    let mut payment = live.decider.payment();
    let answer = match is_explained {
        false => {
            let mut answer = Vec::with_capacity(ANSWER_BYTES);
            one::decide(live, &app.metrics, &body, &mut payment, &mut answer)?;
            answer
        }
        true => {
            one::read(live, &app.metrics, &body, &mut payment)?;
            explain::answer(app, Arc::clone(live), payment).await?
        }
    };
    let mut response = Response::new(Body::from(answer));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(DIGEST, live.digest.clone());
    Ok(response)
}

/// What the policy of that name decides with.
pub(super) fn live<'t>(table: &'t Table, policy: &str) -> Result<&'t Arc<LivePolicy>, Problem> {
    let served = table.policies.get(policy).ok_or_else(Problem::unknown_policy)?;
    served.live.as_ref().ok_or_else(|| Problem::not_live(policy))
}
