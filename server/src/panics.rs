//! A panic of an endpoint is a fault of ours, and costs one request only.

#[cfg(test)]
mod tests;

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::response::{IntoResponse as _, Response};

use crate::problem::Problem;

/// What the future gives, or the answer to a panic. What it shares with others is as good after a panic as before: counts,
/// permits, and snapshots, which nobody writes.
pub(crate) async fn caught(answer: impl Future<Output = Response>) -> Response {
    let mut answer = pin!(answer);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(panicked(panic)))
    })
    .await
}

/// What it panicked with may hold values of facts, so it is not logged here.
pub(crate) fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("an endpoint has panicked, which is a fault of waypost");
    Problem::internal().into_response()
}
