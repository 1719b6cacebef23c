//! Logs each request at `debug`: its endpoint, never its path or its body, which may hold anything.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Level;

/// Lets the request pass, and logs how it went.
pub(crate) async fn log(request: Request, next: Next) -> Response {
    if !tracing::enabled!(Level::DEBUG) {
        return next.run(request).await;
    }
    let begun = Instant::now();
    let method = request.method().clone();
    let endpoint = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let endpoint = endpoint.as_ref().map_or("unknown", MatchedPath::as_str);
    let (status, elapsed) = (response.status().as_u16(), begun.elapsed());
    tracing::debug!(%method, endpoint, status, ?elapsed, "request");
    response
}
