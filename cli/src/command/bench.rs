//! `waypost bench`: how fast is a policy on this machine?

mod compile;
mod graph;
mod latency;
mod payments;
mod quantity;
mod table;
mod throughput;

use std::io::{self, Write as _};
use std::num::NonZero;
use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde::Serialize;
use waypost_engine::Snapshot;

use crate::Status;
use crate::policy::{self, Policy};
use crate::report::{count, write_json};
use compile::Compilation;
use graph::StageGraph;
use latency::Latencies;
use payments::{Payments, Source};
use throughput::Throughput;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy's folder or its main file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// A file with one payment in JSON a line; `-` is stdin. Without it, 10,000 payments are drawn from the rules
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    payments: Option<PathBuf>,
    /// What the drawn payments are made of: the same seed, the same payments
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// About how long to measure
    #[arg(long, value_name = "N", default_value = "3", value_parser = seconds)]
    seconds: Duration,
    /// How to print the figures
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, as tables.
    Human,
    /// One JSON object, each number with its unit in its name.
    Json,
}

/// How many things share the time: compiling, one thread, all threads, warm and cold.
const PARTS: u32 = 5;

/// All that was measured.
#[derive(Debug, Serialize)]
struct Figures {
    policy: Name,
    payments: Origin,
    compile: Compilation,
    stages: Vec<StageGraph>,
    throughput: Vec<Throughput>,
    latency: Latencies,
}

#[derive(Debug, Serialize)]
struct Name {
    name: String,
    digest: String,
}

/// How many payments were decided, and where they come from.
#[derive(Debug, Serialize)]
struct Origin {
    /// The seed that they were drawn from; null if they come from a file.
    seed: Option<u64>,
    count: usize,
    /// How many payments of the file were not decided, since they do not fit the policy.
    refused: usize,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let policy = match policy::at(&arguments.path)? {
        Ok(policy) => policy,
        Err(status) => return Ok(status),
    };
    let source = match &arguments.payments {
        Some(file) => Source::File(file),
        None => Source::Seed(arguments.seed),
    };
    let payments = Payments::of(&policy.snapshot, &source)?;
    if let Some(first) = &payments.first_refusal {
        let all = count(payments.refused + payments.accepted.len(), "payment");
        writeln!(anstream::stderr(), "refused {} of {all}; the first one, in {first}", payments.refused)?;
    }
    if payments.accepted.is_empty() {
        return Ok(Status::Findings);
    }
    let figures = Figures::measure(&policy, &payments, arguments.seconds / PARTS)?;
    match arguments.format {
        Format::Human => writeln!(io::stdout(), "{}", table::of(&figures))?,
        Format::Json => write_json(&mut io::stdout().lock(), &figures)?,
    }
    Ok(if payments.refused > 0 { Status::Findings } else { Status::Success })
}

impl Figures {
    /// Measures one thing after the other, each for as long as `each` says.
    fn measure(policy: &Policy, payments: &Payments, each: Duration) -> anyhow::Result<Self> {
        let snapshot: &Snapshot = &policy.snapshot;
        let all = available_parallelism().map_or(1, NonZero::get);
        let threads = if all > 1 { vec![1, all] } else { vec![1] };
        let accepted = payments.accepted.as_slice();
        Ok(Self {
            policy: Name { name: snapshot.policy().name.clone(), digest: snapshot.digest().to_string() },
            payments: Origin { seed: payments.seed, count: accepted.len(), refused: payments.refused },
            compile: compile::measure(policy, each),
            stages: graph::stages(snapshot, accepted),
            throughput: threads
                .into_iter()
                .map(|threads| throughput::measure(snapshot, accepted, threads, each))
                .collect(),
            latency: latency::measure(snapshot, accepted, each)?,
        })
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let sensible = Duration::from_millis(50)..=Duration::from_hours(1);
    seconds
        .filter(|seconds| sensible.contains(seconds))
        .ok_or("a number from 0.05 to 3600 is wanted".to_owned())
}
