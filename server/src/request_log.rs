//! Counts each request, gives its caller's id back, and logs how it went: its endpoint, never its path or its body, which may
//! hold anything.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use waypost_dsl::card::is_card_number;

use crate::router::AppState;

/// What its caller calls a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What the request belongs to (W3C Trace Context).
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// What is counted and logged as the endpoint where there is none.
pub(crate) const UNKNOWN: &str = "unknown";

/// The longest id of a request that is kept, in bytes.
const ID_BYTES: usize = 128;

/// What the caller of a request calls it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    id: Option<HeaderValue>,
    parent: Option<HeaderValue>,
}

impl Caller {
    /// The caller of a request with these headers.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self { id: headers.get(REQUEST_ID).cloned(), parent: headers.get(TRACE_PARENT).cloned() }
    }

    /// The id of the request, as far as it may be kept.
    pub(crate) fn request(&self) -> Option<&str> {
        self.id.as_ref().and_then(request_id).filter(|id| id.len() <= ID_BYTES)
    }

    /// The trace that it belongs to.
    pub(crate) fn trace(&self) -> Option<&str> {
        self.parent.as_ref().and_then(trace_id)
    }
}

/// Lets the request pass, and notes how it went.
pub(crate) async fn note(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let endpoint = request.extensions().get::<MatchedPath>().cloned();
    let id = request.headers().get(REQUEST_ID).cloned();
    let parent = request.headers().get(TRACE_PARENT).cloned();
    let mut response = next.run(request).await;
    let endpoint = endpoint.as_ref().map_or(UNKNOWN, MatchedPath::as_str);
    let (status, elapsed) = (response.status().as_u16(), begun.elapsed());
    app.metrics.answered(endpoint, status);
    let (request_id, trace) = (id.as_ref().and_then(request_id), parent.as_ref().and_then(trace_id));
    if response.status().is_server_error() {
        tracing::warn!(%method, endpoint, status, ?elapsed, request_id, trace, "request");
    } else {
        tracing::debug!(%method, endpoint, status, ?elapsed, request_id, trace, "request");
    }
    if let Some(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The id of a request as it may be logged: its caller chooses it, and it may be what must never be written.
fn request_id(id: &HeaderValue) -> Option<&str> {
    id.to_str().ok().filter(|id| !is_card_number(id))
}

/// The trace that a request belongs to: the second of the four parts of its `traceparent`.
fn trace_id(parent: &HeaderValue) -> Option<&str> {
    let trace = parent.to_str().ok()?.split('-').nth(1)?;
    (trace.len() == 32 && trace.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(trace)
}
