//! `POST /v1/policies/{policy}/decisions?explain=true`: a decision with why it is so.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use axum::http::Uri;
use waypost_engine::Payment;

use crate::catalog::LivePolicy;
use crate::problem::Problem;
use crate::request_log::Caller;
use crate::router::AppState;

/// Whether an explanation is asked for.
pub(super) fn is_asked(uri: &Uri) -> Result<bool, Problem> {
    let mut asked = uri.query().unwrap_or_default().split('&').filter_map(|part| part.split_once('='));
    match asked.rfind(|(name, _)| *name == "explain").map(|(_, value)| value) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Problem::wrong_query("`explain` is `true` or `false`")),
    }
}

/// The decision of a payment with its explanation. What is recorded is the decision.
pub(super) async fn answer(
    app: &AppState,
    live: Arc<LivePolicy>,
    payment: Payment,
    caller: Caller,
) -> Result<Vec<u8>, Problem> {
    let shared = Arc::clone(app);
    let explained = app.explanations.take(move || {
        let explanation = live.explaining.explain(&payment);
        let (mut answer, mut record) = (vec![], vec![]);
        if let Some(records) = &shared.records {
            let (begun, mut decision) = (Instant::now(), vec![]);
            live.decider.answer(&payment, &mut decision);
            records.write(&live, &payment, (&decision, begun.elapsed()), &caller, &mut record);
        }
        let decision = live.decider.explain(&payment, &explanation, &mut answer)?;
        live.counts(&shared.metrics).decided(&decision);
        Ok::<_, io::Error>((answer, record))
    });
    let (answer, record) = explained.await?.map_err(|error| {
        tracing::error!(%error, "an explanation cannot be written, which is a fault of waypost");
        Problem::internal()
    })?;
    if let Some(records) = &app.records {
        records.keep(&record).await?;
    }
    Ok(answer)
}
