//! One payment, from its JSON to the decision in JSON, counted.

use std::time::{Duration, Instant};

use waypost_engine::Payment;

use crate::catalog::LivePolicy;
use crate::metrics::Metrics;
use crate::wire::payment::PaymentError;

/// More than most decisions take.
pub(super) const ANSWER_BYTES: usize = 512;

/// Appends the decision of the payment that `json` gives to `out`. Uses `payment` as its slots. Gives how long
/// it took. Waits for nothing, and takes no lock.
pub(super) fn decide(
    live: &LivePolicy,
    metrics: &Metrics,
    json: &[u8],
    payment: &mut Payment,
    out: &mut Vec<u8>,
) -> Result<Duration, PaymentError> {
    let begun = Instant::now();
    read(live, metrics, json, payment)?;
    let counts = live.counts(metrics);
    counts.decided(&live.decider.answer(payment, out));
    let took = begun.elapsed();
    counts.took(took);
    Ok(took)
}

/// Puts the payment that `json` gives in the place of `payment`.
pub(super) fn read(
    live: &LivePolicy,
    metrics: &Metrics,
    json: &[u8],
    payment: &mut Payment,
) -> Result<(), PaymentError> {
    let read = live.decider.read(json, payment);
    let skipped = read.inspect_err(|_| live.counts(metrics).refused())?;
    if let Some(first) = skipped.first {
        let (policy, count) = (&live.decider.snapshot().policy().name, skipped.count);
        tracing::debug!(policy, count, %first, "a payment has members that the policy declares no fact for");
    }
    Ok(())
}
