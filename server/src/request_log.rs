//! Counts each request, gives its caller's id back, and logs how it went: its endpoint, never its path or its body, which may
//! hold anything.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use hyper::http::request::Parts;
use waypost_dsl::card::is_card_number;

use crate::app::{App, AppState};
use crate::traces::Span;

/// What its caller calls a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What the request belongs to (W3C Trace Context).
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// What is counted and logged as the endpoint where there is none.
pub(crate) const UNKNOWN: &str = "unknown";

/// What is kept of a request until it is answered.
#[derive(Debug)]
pub(crate) struct Noted {
    begun: Instant,
    method: Method,
    caller: Caller,
    span: Option<Span>,
}

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

impl Noted {
    /// A request that begins. What is done for it belongs to its span, if it is traced.
    pub(crate) fn begin(app: &App, head: &Parts) -> Self {
        let (begun, mut caller) = (Instant::now(), Caller::of(&head.headers));
        let span = app.traces.as_ref().and_then(|traces| traces.begin(head));
        if let Some(span) = &span {
            caller.parent = span.parent();
        }
        Self { begun, method: head.method.clone(), caller, span }
    }

    /// Who calls.
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Notes how it went, and gives the answer its id.
    pub(crate) fn end(self, app: &App, endpoint: &str, mut response: Response) -> Response {
        let Self { begun, method, caller, span } = self;
        let (status, elapsed) = (response.status().as_u16(), begun.elapsed());
        app.metrics.answered(endpoint, status);
        if response.status().is_server_error() {
            let (request_id, trace) = (caller.request(), caller.trace());
            tracing::warn!(%method, endpoint, status, ?elapsed, request_id, trace, "request");
        } else {
            let caller = &caller;
            tracing::debug!(
                %method, endpoint, status, ?elapsed,
                request_id = caller.request(), trace = caller.trace(), "request"
            );
        }
        if let Some(span) = span {
            span.end(endpoint, caller.request(), &response);
        }
        if let Some(id) = caller.id {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
}

/// Lets the request pass, and notes how it went.
pub(crate) async fn note(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let noted = Noted::begin(&app, &head);
    if let Some(parent) = noted.span.as_ref().and_then(Span::parent) {
        head.headers.insert(TRACE_PARENT, parent);
    }
    let endpoint = head.extensions.get::<MatchedPath>().cloned();
    let response = next.run(Request::from_parts(head, body)).await;
    noted.end(&app, endpoint.as_ref().map_or(UNKNOWN, MatchedPath::as_str), response)
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
