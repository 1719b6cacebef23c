//! `POST /v1/policies/{policy}/decisions?explain=true`: a decision with why it is so.

use std::sync::Arc;

use axum::http::Uri;
use tokio::sync::Semaphore;
use tokio::task;
use waypost_engine::Payment;

use crate::catalog::LivePolicy;
use crate::problem::Problem;

/// Whether an explanation is asked for.
pub(super) fn is_asked(uri: &Uri) -> Result<bool, Problem> {
    let mut asked = uri.query().unwrap_or_default().split('&').filter_map(|part| part.split_once('='));
    match asked.rfind(|(name, _)| *name == "explain").map(|(_, value)| value) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::wrong_query("`explain` is `true` or `false`")),
    }
}

/// The decision of a payment with its explanation. Explanations take long, so they take turns, on threads that no plain
/// decision needs.
pub(super) async fn answer(
    live: Arc<LivePolicy>,
    payment: Payment,
    turns: &Semaphore,
) -> Result<Vec<u8>, Problem> {
    // The semaphore is never closed.
    let _turn = turns.acquire().await.map_err(|_| Problem::internal())?;
    let explained = task::spawn_blocking(move || {
        let explanation = live.explaining.explain(&payment);
        let mut answer = vec![];
        live.decider.explain(&payment, &explanation, &mut answer).map(|()| answer)
    });
    match explained.await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => {
            tracing::error!(%error, "an explanation cannot be written, which is a fault of waypost");
            Err(Problem::internal())
        }
        Err(_) => {
            tracing::error!("an explanation has panicked, which is a fault of waypost");
            Err(Problem::internal())
        }
    }
}
