//! What was found sound today, so that it becomes live without being proved once more.

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use waypost_dsl::hir::Date;
use waypost_engine::Digest;

use crate::bundle::Bundle;

/// How many bundles are remembered at most.
const MOST: usize = 1_000;

/// The bundles that were found sound on one day.
#[derive(Debug, Default)]
pub(super) struct Proved(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    day: Option<Date>,
    /// Each by its main file and all its texts.
    bundles: HashSet<(String, Digest)>,
}

impl Proved {
    /// A bundle was found sound on that day.
    pub(super) fn note(&self, bundle: &Bundle, day: Date) {
        let mut known = self.lock();
        if known.day != Some(day) || known.bundles.len() >= MOST {
            *known = Known { day: Some(day), bundles: HashSet::new() };
        }
        known.bundles.insert(key(bundle));
    }

    /// Whether a bundle is known to be sound on that day.
    pub(super) fn has(&self, bundle: &Bundle, day: Date) -> bool {
        let known = self.lock();
        known.day == Some(day) && known.bundles.contains(&key(bundle))
    }

    /// A thread that panics leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(bundle: &Bundle) -> (String, Digest) {
    (bundle.main().to_owned(), bundle.digest())
}
