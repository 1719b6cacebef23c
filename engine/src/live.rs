//! The policy that is decided with, behind the one pointer that is swapped.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::snapshot::Snapshot;

/// Holds the snapshot that payments are decided with. A payment takes it once and keeps it to its end; a new one is
/// published without any payment waiting.
#[derive(Debug)]
pub struct LivePolicy {
    snapshot: ArcSwap<Snapshot>,
}

impl LivePolicy {
    /// Begins with this snapshot.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self { snapshot: ArcSwap::new(snapshot) }
    }

    /// The snapshot of this moment.
    pub fn current(&self) -> Arc<Snapshot> {
        self.snapshot.load_full()
    }

    /// Replaces the snapshot and gives back the one before, which payments may still hold. Freeing a large snapshot
    /// takes time, so whoever publishes should be the one to drop it last.
    pub fn publish(&self, snapshot: Arc<Snapshot>) -> Arc<Snapshot> {
        self.snapshot.swap(snapshot)
    }
}
