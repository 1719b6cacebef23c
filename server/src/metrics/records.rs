//! What is told of records of decisions. The writer counts by itself; this is set when somebody asks.

use metrics::{Counter, Gauge};

use crate::metrics::Registry;

/// What is told of records.
pub(crate) struct RecordMetrics {
    /// Records that are written.
    pub(crate) written: Counter,
    /// Decisions that were given and not recorded.
    pub(crate) dropped: Counter,
    /// Whether records cannot be written.
    pub(crate) failing: Gauge,
    /// Bytes that wait to be written.
    pub(crate) queue_bytes: Gauge,
}

impl RecordMetrics {
    pub(super) fn new(registry: &Registry) -> Self {
        Self {
            written: registry.counter("waypost_records_total", vec![]),
            dropped: registry.counter("waypost_records_dropped_total", vec![]),
            failing: registry.gauge("waypost_records_failing", vec![]),
            queue_bytes: registry.gauge("waypost_records_queue_bytes", vec![]),
        }
    }
}
