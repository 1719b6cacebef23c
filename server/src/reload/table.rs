//! What is to be served, from what was served before and what became of the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::catalog::{LivePolicy, ServedPolicy, Stale, Table};
use crate::files::FilesError;
use crate::reload::attempt::Attempt;

/// The attempts that are served: one of each name, that which had it before, else the first. The others are added to
/// `faults`.
pub(super) fn of_each_name<'t>(
    before: &Table,
    tried: &'t mut BTreeMap<String, Attempt>,
    faults: &mut Vec<String>,
) -> Vec<&'t mut Attempt> {
    let had_it = |attempt: &&mut Attempt| {
        let known = before.policies.get(&attempt.name);
        known.is_some_and(|policy| policy.file.as_ref() == Some(&attempt.file))
    };
    let (first, later): (Vec<_>, Vec<_>) = tried.values_mut().partition(had_it);
    let mut served: Vec<&mut Attempt> = vec![];
    for attempt in first.into_iter().chain(later) {
        match served.iter().find(|other| other.name == attempt.name) {
            None => served.push(attempt),
            Some(other) => {
                let (file, name, other) = (&attempt.file, &attempt.name, &other.file);
                faults.push(format!("`{file}` is not served: `{other}` is a policy named `{name}` too"));
            }
        }
    }
    served
}

/// What is served after the files were tried: each attempt, with what it has made live, if it has. `faults` are those of
/// folders that are not among them.
pub(super) fn derive(
    before: &Table,
    tried: Vec<(&Attempt, Option<Arc<LivePolicy>>)>,
    faults: Vec<String>,
) -> Table {
    let served = tried.into_iter().map(|(attempt, live)| {
        let policy = served(before.policies.get(&attempt.name), attempt, live);
        (attempt.name.clone(), policy)
    });
    let mut table = Table { policies: served.collect(), faults, signals: Arc::clone(&before.signals) };
    for (name, policy) in &before.policies {
        if policy.live.is_some() && !table.policies.contains_key(name) {
            table
                .policies
                .insert(name.clone(), gone(policy, "there is no such policy in the files any more"));
        }
    }
    table
}

/// What is served when not even the path can be read: what was served before.
pub(super) fn lost(before: &Table, error: &FilesError) -> Table {
    let reason = error.to_string();
    let policies = before.policies.iter().map(|(name, policy)| (name.clone(), gone(policy, &reason)));
    Table { policies: policies.collect(), faults: vec![reason.clone()], signals: Arc::clone(&before.signals) }
}

/// A policy after its files were tried.
fn served(before: Option<&ServedPolicy>, attempt: &Attempt, live: Option<Arc<LivePolicy>>) -> ServedPolicy {
    let stale = attempt.outcome.as_ref().err().map(|reason| since(before, reason));
    ServedPolicy {
        file: Some(attempt.file.clone()),
        rollout: before.filter(|_| live.is_none()).and_then(|before| before.rollout.clone()),
        live: live.or_else(|| before?.live.clone()),
        stale,
        findings: Arc::clone(&attempt.findings),
    }
}

/// A policy whose files cannot be tried. One that never had any in the folder is as it was.
fn gone(before: &ServedPolicy, reason: &str) -> ServedPolicy {
    match before.file {
        Some(_) => ServedPolicy {
            stale: Some(since(Some(before), reason)),
            findings: Arc::default(),
            ..before.clone()
        },
        None => before.clone(),
    }
}

fn since(before: Option<&ServedPolicy>, reason: &str) -> Stale {
    let since =
        before.and_then(|policy| policy.stale.as_ref()).map_or_else(Timestamp::now, |stale| stale.since);
    Stale { since, reason: reason.to_owned() }
}
