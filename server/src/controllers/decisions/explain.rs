//! `POST /v1/policies/{policy}/decisions?explain=true`: a decision with why it is so.

use std::io;
use std::sync::Arc;
use std::time::Instant;

use axum::http::Uri;

use crate::app::AppState;
use crate::controllers::decisions::one::{self, Chosen, Out};
use crate::problem::Problem;
use crate::request_log::Caller;

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
pub(super) async fn answer(app: &AppState, chosen: Chosen<'_>, caller: Caller) -> Result<Out, Problem> {
    let Chosen { by, payment, used } = chosen;
    let (shared, policy) = (Arc::clone(app), Arc::clone(by));
    let explained = app.explanations.take(move || {
        let explanation = policy.explaining.explain(&payment);
        let mut out = Out::default();
        if let Some(records) = &shared.records {
            let (begun, mut decision) = (Instant::now(), vec![]);
            policy.decider.answer(&payment, &mut decision);
            records.write(&policy, &payment, (&decision, begun.elapsed()), &caller, &mut out.unrecorded);
        }
        let decision = policy.decider.explain(&payment, &explanation, &mut out.answer)?;
        policy.counts(&shared.metrics).decided(&decision);
        one::tell(&used, &mut out.answer);
        Ok::<_, io::Error>(out)
    });
    explained.await?.map_err(|error| {
        tracing::error!(%error, "an explanation cannot be written, which is a fault of waypost");
        Problem::internal()
    })
}
