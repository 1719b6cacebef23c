//! Reads the body of a request, neither too much of it nor for too long.

use axum::BoxError;
use axum::body::{Bytes, HttpBody};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::Deserialize;
use serde_json::error::Category;
use tokio::time::timeout;

use crate::problem::Problem;
use crate::settings::Settings;

/// The whole body, if it has `limit` bytes at most.
pub(crate) async fn read(
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

/// A body in JSON. What serde says of an error may hold a value, but not one of a payment.
pub(crate) fn parse<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        Category::Data => Problem::wrong_body(error.to_string()),
        _ => Problem::not_json(error.line(), error.column()),
    })
}
