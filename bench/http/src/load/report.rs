//! How it went: times, failures, and the digests that were named.

use std::collections::BTreeSet;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

use crate::answer::Answer;

/// How it went.
pub(crate) struct Report {
    time: Duration,
    /// In microseconds.
    times: Histogram<u64>,
    failed: u64,
    digests: BTreeSet<String>,
}

/// The same in figures.
#[derive(Debug, Serialize)]
pub(crate) struct Told {
    requests: u64,
    failed: u64,
    per_second: f64,
    mean_us: f64,
    p50_us: u64,
    p90_us: u64,
    p99_us: u64,
    p999_us: u64,
    max_us: u64,
    digests: usize,
    /// Digests that were named and may not be.
    unknown: Vec<String>,
}

impl Report {
    pub(crate) fn new(time: Duration) -> anyhow::Result<Self> {
        Ok(Self {
            time,
            times: Histogram::new_with_bounds(1, 60_000_000, 3)?,
            failed: 0,
            digests: BTreeSet::new(),
        })
    }

    pub(crate) fn note(&mut self, took: Duration, answer: &Answer<'_>) {
        self.times.saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        self.failed += u64::from(!answer.is_good);
        if let Some(digest) = answer.digest.filter(|digest| !self.digests.contains(*digest)) {
            self.digests.insert(digest.to_owned());
        }
    }

    /// All of it; `live` are the digests that may be named.
    pub(crate) fn tell(&self, live: Option<&str>) -> Told {
        let live: Option<BTreeSet<&str>> = live.map(|live| live.lines().collect());
        let unknown = live.map(|live| {
            self.digests.iter().filter(|digest| !live.contains(digest.as_str())).cloned().collect()
        });
        let at = |percent| self.times.value_at_percentile(percent);
        Told {
            requests: self.times.len(),
            failed: self.failed,
            per_second: self.times.len() as f64 / self.time.as_secs_f64(),
            mean_us: self.times.mean(),
            p50_us: at(50.0),
            p90_us: at(90.0),
            p99_us: at(99.0),
            p999_us: at(99.9),
            max_us: self.times.max(),
            digests: self.digests.len(),
            unknown: unknown.unwrap_or_default(),
        }
    }
}

impl Told {
    pub(crate) fn is_clean(&self) -> bool {
        self.failed == 0 && self.unknown.is_empty()
    }
}
