//! How many decisions there are in a second, by one thread or by several that share nothing but the policy and the
//! payments.

use std::hint::black_box;
use std::panic::resume_unwind;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use waypost_engine::{Payment, Snapshot, evaluate};

use crate::command::bench::quantity::Decimal;

/// The clock is read once in so many decisions.
const CHUNK: usize = 256;

/// Decisions by so many threads.
#[derive(Debug, Serialize)]
pub(super) struct Throughput {
    pub(super) threads: usize,
    pub(super) decisions_per_second: u64,
    /// How long all threads together take for one.
    pub(super) ns_per_decision: Decimal,
}

pub(super) fn measure(
    snapshot: &Snapshot,
    payments: &[Payment],
    threads: usize,
    time: Duration,
) -> Throughput {
    let barrier = Barrier::new(threads);
    let decide = |number: usize| {
        // Each thread begins elsewhere, so that none finds the payment at hand that another one has just fetched.
        let (before, after) = payments.split_at(payments.len() * number / threads);
        barrier.wait();
        decide(snapshot, [after, before], time)
    };
    let runs: Vec<(u64, Duration)> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|number| scope.spawn(move || decide(number))).collect();
        started.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let decisions: u64 = runs.iter().map(|(decisions, _)| decisions).sum();
    let took = runs.iter().map(|(_, took)| took.as_nanos()).max().unwrap_or(0);
    let per_second = u128::from(decisions) * 1_000_000_000 / took.max(1);
    Throughput {
        threads,
        decisions_per_second: u64::try_from(per_second).unwrap_or(u64::MAX),
        ns_per_decision: Decimal::ratio(took, u128::from(decisions)),
    }
}

/// Decides the payments again and again; gives how many decisions there were in how much time.
fn decide(snapshot: &Snapshot, payments: [&[Payment]; 2], time: Duration) -> (u64, Duration) {
    let begin = Instant::now();
    let mut decisions = 0;
    for chunk in payments.iter().flat_map(|part| part.chunks(CHUNK)).cycle() {
        for payment in chunk {
            black_box(evaluate(snapshot, black_box(payment)));
        }
        decisions += chunk.len() as u64;
        if begin.elapsed() >= time {
            break;
        }
    }
    (decisions, begin.elapsed())
}
