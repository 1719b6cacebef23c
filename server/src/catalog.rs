//! The policies that are served. All that an answer tells hangs from the one pointer that is swapped here, so that no
//! answer mixes what was live before with what is live after.

use std::collections::BTreeMap;
use std::sync::Arc;

use waypost_engine::Live;

pub(crate) use policy::{LivePolicy, ServedPolicy, Stale};

mod explaining;
mod policy;

/// The policies that are served, by their names.
#[derive(Debug, Default)]
pub struct Catalog {
    table: Live<Table>,
}

/// What is served at one moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// The policies, by their names.
    pub(crate) policies: BTreeMap<String, ServedPolicy>,
    /// What is wrong with folders that could not be taken for a policy of their own.
    pub(crate) faults: Vec<String>,
}

impl Catalog {
    /// What is served at this moment.
    pub(crate) fn table(&self) -> Arc<Table> {
        self.table.current()
    }

    /// Serves this instead.
    pub(crate) fn publish(&self, table: Table) -> Arc<Table> {
        self.table.publish(Arc::new(table))
    }
}
