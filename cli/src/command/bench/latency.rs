//! How long single decisions take: warm, one after the other, and cold, with other memory touched in between.

use std::hint::black_box;
use std::time::{Duration, Instant};

use hdrhistogram::{CreationError, Histogram};
use serde::Serialize;
use waypost_engine::{Payment, Snapshot, evaluate};

/// How much memory is touched between two cold decisions: more than the caches next to a core hold.
const TOUCHED: usize = 2 << 20;
/// How many bytes a line of a cache has.
const LINE: usize = 64;
/// How often the clock is read to know what that costs.
const READINGS: u32 = 20_000;
/// What takes longer than a minute counts as a minute.
const LONGEST_NS: u64 = 60_000_000_000;

/// Single decisions, less what the clock takes.
#[derive(Debug, Serialize)]
pub(super) struct Latencies {
    /// The median of what it takes to read the clock twice; it is taken off each decision.
    pub(super) clock_ns: u64,
    pub(super) warm: Latency,
    pub(super) cold: Latency,
}

/// How long the quickest of a thousand decisions but so many took.
#[derive(Debug, Serialize)]
pub(super) struct Latency {
    pub(super) decisions: u64,
    pub(super) p50_ns: u64,
    pub(super) p90_ns: u64,
    pub(super) p99_ns: u64,
    pub(super) p99_9_ns: u64,
}

/// Decides for `time` warm, and for as long again cold.
pub(super) fn measure(
    snapshot: &Snapshot,
    payments: &[Payment],
    time: Duration,
) -> Result<Latencies, CreationError> {
    let clock_ns = clock()?;
    let mut memory = vec![0_u8; TOUCHED];
    let warm = decide(snapshot, payments, time, clock_ns, || ())?;
    let cold = decide(snapshot, payments, time, clock_ns, || touch(&mut memory))?;
    Ok(Latencies { clock_ns, warm, cold })
}

fn clock() -> Result<u64, CreationError> {
    let mut readings = histogram()?;
    for _ in 0..READINGS {
        let begin = Instant::now();
        readings.saturating_record(between(begin, Instant::now()));
    }
    Ok(readings.value_at_quantile(0.5))
}

/// Decides one payment after the other; `before` is done before each, off the clock.
fn decide(
    snapshot: &Snapshot,
    payments: &[Payment],
    time: Duration,
    clock_ns: u64,
    mut before: impl FnMut(),
) -> Result<Latency, CreationError> {
    let mut latencies = histogram()?;
    let first = Instant::now();
    for payment in payments.iter().cycle() {
        before();
        let begin = Instant::now();
        black_box(evaluate(snapshot, black_box(payment)));
        let end = Instant::now();
        latencies.saturating_record(between(begin, end).saturating_sub(clock_ns));
        if end.saturating_duration_since(first) >= time {
            break;
        }
    }
    Ok(Latency::of(&latencies))
}

fn touch(memory: &mut [u8]) {
    for line in memory.chunks_mut(LINE) {
        line.first_mut().into_iter().for_each(|byte| *byte = byte.wrapping_add(1));
    }
    black_box(memory);
}

/// Nanoseconds, to three digits.
fn histogram() -> Result<Histogram<u64>, CreationError> {
    Histogram::new_with_max(LONGEST_NS, 3)
}

fn between(begin: Instant, end: Instant) -> u64 {
    u64::try_from(end.saturating_duration_since(begin).as_nanos()).unwrap_or(u64::MAX)
}

impl Latency {
    fn of(latencies: &Histogram<u64>) -> Self {
        Self {
            decisions: latencies.len(),
            p50_ns: latencies.value_at_quantile(0.5),
            p90_ns: latencies.value_at_quantile(0.9),
            p99_ns: latencies.value_at_quantile(0.99),
            p99_9_ns: latencies.value_at_quantile(0.999),
        }
    }
}
