//! What was found sound today, so that it becomes live without being proved once more.

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use waypost_dsl::hir::Date;

use crate::store::Version;

/// How many versions are remembered at most.
const MOST: usize = 1_000;

/// The versions that were found sound on one day.
#[derive(Debug, Default)]
pub(crate) struct Proved(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    day: Option<Date>,
    /// Each by its policy and its number.
    versions: HashSet<(String, u32)>,
}

impl Proved {
    /// A version was found sound on that day.
    pub(crate) fn note(&self, version: &Version, day: Date) {
        let mut known = self.lock();
        if known.day != Some(day) || known.versions.len() >= MOST {
            *known = Known { day: Some(day), versions: HashSet::new() };
        }
        known.versions.insert(key(version));
    }

    /// Whether a version is known to be sound on that day.
    pub(crate) fn has(&self, version: &Version, day: Date) -> bool {
        let known = self.lock();
        known.day == Some(day) && known.versions.contains(&key(version))
    }

    /// A thread that panics leaves nothing half done.
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(version: &Version) -> (String, u32) {
    (version.policy.clone(), version.number)
}
