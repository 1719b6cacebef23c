//! What is to be served, from what was served before and what became of the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::catalog::{ServedPolicy, Stale, Table};
use crate::files::FilesError;
use crate::reload::attempt::Attempt;

/// What is served after the files were tried. `faults` are those of folders that are not among them.
pub(super) fn derive(before: &Table, tried: &BTreeMap<String, Attempt>, faults: Vec<String>) -> Table {
    let mut table = Table { policies: BTreeMap::new(), faults };
    // Of two folders with one policy's name, the one stays that had it before, else the first.
    let had_it = |attempt: &&Attempt| {
        before.policies.get(&attempt.name).is_some_and(|policy| policy.file == attempt.file)
    };
    let (first, later): (Vec<&Attempt>, Vec<&Attempt>) = tried.values().partition(had_it);
    for attempt in first.into_iter().chain(later) {
        let (name, file) = (&attempt.name, &attempt.file);
        if let Some(other) = table.policies.get(name) {
            let other = &other.file;
            table.faults.push(format!("`{file}` is not served: `{other}` is a policy named `{name}` too"));
        } else {
            let policy = served(before.policies.get(name), attempt);
            table.policies.insert(name.clone(), policy);
        }
    }
    for (name, policy) in &before.policies {
        if policy.live.is_some() && !table.policies.contains_key(name) {
            table
                .policies
                .insert(name.clone(), stale(policy, "there is no such policy in the files any more"));
        }
    }
    table
}

/// What is served when not even the path can be read: what was served before.
pub(super) fn lost(before: &Table, error: &FilesError) -> Table {
    let reason = error.to_string();
    let policies = before.policies.iter().map(|(name, policy)| (name.clone(), stale(policy, &reason)));
    Table { policies: policies.collect(), faults: vec![reason.clone()] }
}

/// A policy after its files were tried.
fn served(before: Option<&ServedPolicy>, attempt: &Attempt) -> ServedPolicy {
    let file = attempt.file.clone();
    let findings = Arc::clone(&attempt.findings);
    match &attempt.outcome {
        Ok(live) => ServedPolicy { file, live: Some(Arc::clone(live)), stale: None, findings },
        Err(reason) => {
            let live = before.and_then(|policy| policy.live.clone());
            ServedPolicy { file, live, stale: Some(since(before, reason)), findings }
        }
    }
}

/// A policy whose files cannot be tried.
fn stale(before: &ServedPolicy, reason: &str) -> ServedPolicy {
    ServedPolicy { stale: Some(since(Some(before), reason)), findings: Arc::default(), ..before.clone() }
}

fn since(before: Option<&ServedPolicy>, reason: &str) -> Stale {
    let since =
        before.and_then(|policy| policy.stale.as_ref()).map_or_else(Timestamp::now, |stale| stale.since);
    Stale { since, reason: reason.to_owned() }
}
