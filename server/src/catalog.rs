//! The policies that are served. All that an answer tells hangs from the one pointer that is swapped here, so that no
//! answer mixes what was live before with what is live after.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use waypost_engine::Live;

use crate::signals::Signals;

pub(crate) use policy::{LivePolicy, ServedPolicy, Stale};

mod explaining;
mod policy;
mod report;

/// The policies that are served, by their names.
#[derive(Debug, Default)]
pub struct Catalog {
    table: Live<Table>,
    /// What is live no more, but may still be in use. Held by whoever changes the table.
    retired: Mutex<Vec<Arc<LivePolicy>>>,
    /// How many policies were made live in the place of others.
    swaps: AtomicU64,
}

/// What is served at one moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// The policies, by their names.
    pub(crate) policies: BTreeMap<String, ServedPolicy>,
    /// What is wrong with folders that could not be taken for a policy of their own.
    pub(crate) faults: Vec<String>,
    /// What is known of connectors.
    pub(crate) signals: Arc<Signals>,
}

impl Catalog {
    /// What is served at this moment.
    pub(crate) fn table(&self) -> Arc<Table> {
        self.table.current()
    }

    /// Serves instead what `derive` makes of what is served. One change waits for the other; no payment waits.
    pub(crate) fn change(&self, derive: impl FnOnce(&Table) -> Table) {
        let mut retired = self.retired.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.table.current();
        let next = Arc::new(derive(&before));
        for (name, policy) in &before.policies {
            let kept = next.policies.get(name);
            let gone = policy.versions().filter(|live| !kept.is_some_and(|kept| kept.has(live)));
            retired.extend(gone.cloned());
            let is_swapped = match (&policy.live, kept.and_then(|kept| kept.live.as_ref())) {
                (Some(before), Some(after)) => !Arc::ptr_eq(before, after),
                _ => false,
            };
            self.swaps.fetch_add(is_swapped.into(), Ordering::Relaxed);
        }
        self.table.publish(Arc::clone(&next));
        report::changes(&before, &next);
    }

    /// How many policies were made live in the place of others since the server has begun.
    pub(crate) fn swaps(&self) -> u64 {
        self.swaps.load(Ordering::Relaxed)
    }

    /// Frees what was live before and is used by no payment any more. To free a large policy takes time, so this is for
    /// a thread that has it.
    pub(crate) fn reclaim(&self) {
        let mut retired = self.retired.lock().unwrap_or_else(PoisonError::into_inner);
        retired.retain(|live| Arc::strong_count(live) > 1);
    }
}
