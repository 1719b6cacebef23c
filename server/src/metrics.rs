//! What the server counts, for Prometheus. Labels are names of policies, stages, outcomes, endpoints and problems, all of which
//! were written down beforehand: a client cannot make new ones.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use metrics::{
    Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder as _, SharedString, with_local_recorder,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use metrics_process::Collector;
use waypost_dsl::hir::Policy;

pub(crate) use policy::PolicyMetrics;
pub(crate) use records::RecordMetrics;
use requests::Requests;

use crate::catalog::Table;

mod policy;
mod records;
mod requests;

/// The upper bounds of the buckets for times, in seconds.
const SECONDS: [f64; 13] = [5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 1e-1, 1.0];
/// How often samples are put into their buckets; until then they take up memory.
pub(crate) const UPKEEP: Duration = Duration::from_secs(5);

const METADATA: Metadata<'static> = Metadata::new("waypost", Level::INFO, None);

/// Everything that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Requests,
    /// Connections that are open.
    pub(crate) connections: Gauge,
    /// Connections that were closed at once, since there were too many.
    pub(crate) connections_refused: Counter,
    /// Policies that were made live in the place of others.
    pub(crate) swaps: Counter,
    /// Requests that were turned away, since too many were under way.
    pub(crate) shed: Counter,
    /// What is told of records; nothing until they are asked for.
    records: OnceLock<RecordMetrics>,
}

/// Where all that is counted is registered.
struct Registry {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
    process: Collector,
}

impl Metrics {
    /// Begins to count; requests to these endpoints.
    pub(crate) fn new(endpoints: impl IntoIterator<Item = &'static str>) -> Self {
        let builder = PrometheusBuilder::new();
        // Only an empty list of buckets would be refused.
        let builder = builder.set_buckets(&SECONDS).unwrap_or_default();
        let recorder = builder.build_recorder();
        describe(&recorder);
        let process = Collector::default();
        with_local_recorder(&recorder, || process.describe());
        let registry = Registry { handle: recorder.handle(), recorder, process };
        Self {
            requests: Requests::new(endpoints),
            connections: registry.gauge("waypost_connections", vec![]),
            connections_refused: registry.counter("waypost_connections_refused_total", vec![]),
            swaps: registry.counter("waypost_swaps_total", vec![]),
            shed: registry.counter("waypost_shed_total", vec![]),
            records: OnceLock::new(),
            registry,
        }
    }

    /// What is counted of the decisions of a policy.
    pub(crate) fn of_policy(&self, policy: &Policy) -> PolicyMetrics {
        PolicyMetrics::new(&self.registry, policy)
    }

    /// What is told of records.
    pub(crate) fn of_records(&self) -> &RecordMetrics {
        self.records.get_or_init(|| RecordMetrics::new(&self.registry))
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, endpoint: &str, status: u16) {
        self.requests.count(&self.registry, endpoint, status);
    }

    /// Puts samples into their buckets, which frees the memory that they took.
    pub(crate) fn upkeep(&self) {
        self.registry.handle.run_upkeep();
    }

    /// All of it at this moment, in the text format of Prometheus.
    pub(crate) fn render(&self, table: &Table) -> String {
        let bit = |bit: bool| f64::from(u8::from(bit));
        for (name, policy) in &table.policies {
            let label = || vec![Label::new("policy", name.clone())];
            self.registry.gauge("waypost_policy_live", label()).set(bit(policy.live.is_some()));
            self.registry.gauge("waypost_policy_stale", label()).set(bit(policy.stale.is_some()));
        }
        with_local_recorder(&self.registry.recorder, || self.registry.process.collect());
        self.registry.handle.render()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Registry {
    fn counter(&self, name: &'static str, labels: Vec<Label>) -> Counter {
        self.recorder.register_counter(&Key::from_parts(name, labels), &METADATA)
    }

    fn gauge(&self, name: &'static str, labels: Vec<Label>) -> Gauge {
        self.recorder.register_gauge(&Key::from_parts(name, labels), &METADATA)
    }

    fn histogram(&self, name: &'static str, labels: Vec<Label>) -> Histogram {
        self.recorder.register_histogram(&Key::from_parts(name, labels), &METADATA)
    }
}

/// Says what each metric is.
fn describe(recorder: &PrometheusRecorder) {
    let text = SharedString::const_str;
    let counter = |name, help| recorder.describe_counter(name, None, text(help));
    counter("waypost_decisions_total".into(), "Payments decided, by what each stage decided");
    counter("waypost_refused_total".into(), "Payments that could not be decided");
    counter("waypost_requests_total".into(), "Requests answered");
    counter(
        "waypost_connections_refused_total".into(),
        "Connections closed at once, since there were too many",
    );
    counter("waypost_swaps_total".into(), "Policies made live in the place of others");
    counter("waypost_shed_total".into(), "Requests turned away, since too many were under way");
    counter("waypost_records_total".into(), "Records of decisions written");
    counter("waypost_records_dropped_total".into(), "Decisions that were given and not recorded");
    let gauge = |name, help| recorder.describe_gauge(name, None, text(help));
    gauge("waypost_connections".into(), "Connections that are open");
    gauge("waypost_policy_live".into(), "Whether the policy decides: 1 or 0");
    gauge("waypost_policy_stale".into(), "Whether the files of the policy say what cannot be used: 1 or 0");
    gauge("waypost_records_failing".into(), "Whether records cannot be written at this moment: 1 or 0");
    gauge("waypost_records_queue_bytes".into(), "Bytes of records that wait to be written");
    let help = text("Time from the body of a payment to its answer");
    recorder.describe_histogram("waypost_decision_seconds".into(), None, help);
}
