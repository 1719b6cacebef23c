//! Reads the body of a request, neither too much of it nor for too long.

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use crate::problem::Problem;
use crate::settings::Settings;

/// The whole body, if it has `limit` bytes at most.
pub(super) async fn read(
    body: impl HttpBody<Data = Bytes, Error: Into<BoxError>>,
    settings: &Settings,
    limit: usize,
) -> Result<Bytes, Problem> {
    // One that says beforehand that it is too large is not read at all.
    if body.size_hint().lower() > limit as u64 {
        return Err(Problem::body_too_large(limit));
    }
    match timeout(settings.body_timeout, Limited::new(body, limit).collect()).await {
        Ok(Ok(whole)) => Ok(whole.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Problem::body_too_large(limit)),
        Ok(Err(_)) => Err(Problem::broken_body()),
        Err(_) => Err(Problem::body_too_slow()),
    }
}
