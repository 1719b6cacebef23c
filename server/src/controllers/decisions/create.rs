//! `POST /v1/policies/{policy}/decisions`: decides a payment, with one snapshot from its first fact to the answer.

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Uri, header};
use axum::response::Response;

use crate::app::AppState;
use crate::catalog::LivePolicy;
use crate::controllers::decisions::explain;
use crate::controllers::decisions::one::{ANSWER_BYTES, Desk, Out};
use crate::controllers::{PolicyName, body};
use crate::openapi::{Decision, Payment};
use crate::problem::Problem;
use crate::request_log::Caller;
use crate::router::path;

/// Names the digest of the policy that has decided.
pub(crate) const DIGEST: HeaderName = HeaderName::from_static("waypost-digest");
/// Names the number of its version, if there is one.
pub(crate) const VERSION: HeaderName = HeaderName::from_static("waypost-version");

/// Reads the payment and decides it; with `?explain=true`, tells why.
#[utoipa::path(
    post, path = path::DECISIONS, operation_id = "decide", tag = "decisions",
    summary = "Decides a payment",
    params(
        PolicyName,
        ("explain" = Option<bool>, Query, description = "whether to tell why it is decided so"),
    ),
    request_body = Payment,
    responses((status = 200, description = "the decision", body = Decision,
        headers(
            ("waypost-digest" = String, description = "the digest of what has decided"),
            ("waypost-version" = u32, description = "the number of its version, if versions are kept"),
        ))),
)]
pub(crate) async fn create(
    State(app): State<AppState>,
    PolicyName(policy): PolicyName,
    request: Request,
) -> Result<Response, Problem> {
    let (head, body) = request.into_parts();
    decide(&app, &policy, &head.uri, &Caller::of(&head.headers), body).await
}

/// The same for whoever knows the name of the policy.
pub(crate) async fn decide(
    app: &AppState,
    policy: &str,
    uri: &Uri,
    caller: &Caller,
    body: impl HttpBody<Data = Bytes, Error: Into<BoxError>>,
) -> Result<Response, Problem> {
    let is_explained = explain::is_asked(uri)?;
    let body = body::read(body, &app.settings, app.settings.body_limit).await?;
    let table = app.catalog.table();
    let desk = Desk::of(app, &table, policy, caller)?;
    let (by, out) = match is_explained {
        false => {
            let mut out = Out { answer: Vec::with_capacity(ANSWER_BYTES), unrecorded: vec![] };
            (desk.decide(&body, &mut desk.live.decider.payment(), &mut out)?, out)
        }
        true => {
            let chosen = desk.choose(&body)?;
            (chosen.by, explain::answer(app, chosen, caller.clone()).await?)
        }
    };
    app.record(&out.unrecorded).await?;
    Ok(answer(by, out.answer))
}

/// An answer that names what has decided.
pub(super) fn answer(by: &LivePolicy, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(DIGEST, by.digest.clone());
    if let Some(version) = by.version {
        headers.insert(VERSION, HeaderValue::from(version));
    }
    response
}
