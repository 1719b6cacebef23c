//! How long it takes to compile the policy.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;
use waypost_server::{AsOf, pipeline};

use crate::command::bench::quantity::Decimal;
use crate::policy::Policy;

/// At least so many compilations are measured, however long they take, and at most so many.
const RUNS: (usize, usize) = (3, 101);

/// The medians of some compilations.
#[derive(Debug, Serialize)]
pub(super) struct Compilation {
    /// From the files to a snapshot: all of reading, checking, analyzing and compiling.
    pub(super) text_to_snapshot_ms: Decimal,
    /// From the checked policy to its graphs.
    pub(super) graphs_ms: Decimal,
    pub(super) runs: usize,
}

pub(super) fn measure(policy: &Policy, time: Duration) -> Compilation {
    let Policy { files, snapshot, .. } = policy;
    let begin = Instant::now();
    let today = AsOf::Today.day();
    let (mut whole, mut graphs) = (vec![], vec![]);
    while whole.len() < RUNS.0 || (whole.len() < RUNS.1 && begin.elapsed() < time) {
        whole.push(timed(|| pipeline::build(files, today)));
        let checked = snapshot.policy().clone();
        graphs.push(timed(|| waypost_engine::compile(checked, snapshot.digest())));
    }
    let runs = whole.len();
    Compilation { text_to_snapshot_ms: median(whole), graphs_ms: median(graphs), runs }
}

/// How long some work takes; to drop what it makes does not count.
fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    let made = black_box(work());
    let time = begin.elapsed();
    drop(made);
    time
}

fn median(mut times: Vec<Duration>) -> Decimal {
    times.sort_unstable();
    Decimal::millis(times.get(times.len() / 2).copied().unwrap_or_default())
}
