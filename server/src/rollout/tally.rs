//! What a challenger has decided otherwise, in groups of the same change.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::openapi::Payment;
use crate::rollout::Plan;

/// The most groups that are told apart.
const MOST_GROUPS: usize = 1_000;

/// Counts of a rollout.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    compared: AtomicU64,
    changed: AtomicU64,
    refused: AtomicU64,
    groups: Mutex<BTreeMap<Group, Counted>>,
}

/// How much was compared, and how much of it differs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compared {
    pub(crate) all: u64,
    pub(crate) differ: u64,
}

/// What one stage decides before and after, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    stage: String,
    before: String,
    after: String,
}

#[derive(Debug)]
struct Counted {
    count: u64,
    witness: Vec<u8>,
}

/// All of it, as it is told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RolloutCounts)]
pub(crate) struct Counts {
    /// Payments that both were asked about.
    compared: u64,
    /// Those that are decided otherwise.
    changed: u64,
    /// Those that the challenger refuses.
    refused: u64,
    /// What is decided otherwise, the most frequent first.
    changes: Vec<Change>,
}

/// One group of changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RolloutChange)]
struct Change {
    /// The stage; `payment` where the challenger refuses it.
    stage: String,
    /// What the version that is live has decided.
    #[schema(required, value_type = Value)]
    before: Option<Box<RawValue>>,
    /// What the challenger has decided.
    #[schema(required, value_type = Value)]
    after: Option<Box<RawValue>>,
    /// How many payments.
    count: u64,
    /// The first payment of the group, without its private facts.
    #[schema(required, value_type = Option<Payment>)]
    witness: Option<Box<RawValue>>,
}

impl Compared {
    /// Whether more differs than is planned for.
    pub(super) fn passes(self, plan: &Plan) -> bool {
        let Some(limit) = plan.abort_above_percent else { return false };
        self.all >= plan.abort_after
            && self.differ.saturating_mul(100) > self.all.saturating_mul(limit.into())
    }
}

impl Tally {
    /// Counts what is decided for one payment before and after; nothing after, if the payment is refused then.
    pub(super) fn compare(
        &self,
        before: &[u8],
        after: Option<&[u8]>,
        witness: impl Fn() -> Vec<u8>,
    ) -> Compared {
        let groups = groups(before, after);
        let all = self.compared.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        let (is_changed, is_refused) = (after.is_some() && !groups.is_empty(), after.is_none());
        let changed = self.changed.fetch_add(is_changed.into(), Ordering::Relaxed);
        let refused = self.refused.fetch_add(is_refused.into(), Ordering::Relaxed);
        if !groups.is_empty() {
            self.note(groups, witness);
        }
        let differ =
            [changed, refused, is_changed.into(), is_refused.into()].into_iter().fold(0, u64::saturating_add);
        Compared { all, differ }
    }

    fn note(&self, groups: Vec<Group>, witness: impl Fn() -> Vec<u8>) {
        let mut known = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        for group in groups {
            if known.len() < MOST_GROUPS || known.contains_key(&group) {
                known.entry(group).or_insert_with(|| Counted { count: 0, witness: witness() }).count += 1;
            }
        }
    }

    /// All that was counted.
    pub(super) fn counts(&self) -> Counts {
        let known = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changes: Vec<Change> =
            known.iter().map(|(group, counted)| Change::new(group, counted)).collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.count));
        Counts {
            compared: self.compared.load(Ordering::Relaxed),
            changed: self.changed.load(Ordering::Relaxed),
            refused: self.refused.load(Ordering::Relaxed),
            changes,
        }
    }
}

impl Change {
    fn new(group: &Group, counted: &Counted) -> Self {
        let json = |text: &str| RawValue::from_string(text.to_owned()).ok();
        Self {
            stage: group.stage.clone(),
            before: json(&group.before),
            after: json(&group.after),
            count: counted.count,
            witness: std::str::from_utf8(&counted.witness).ok().and_then(json),
        }
    }
}

/// What differs between two decisions. That another rule has won is no difference where the outcome is the same.
fn groups(before: &[u8], after: Option<&[u8]>) -> Vec<Group> {
    let Some(after) = after else {
        let told = |outcome: &str| format!(r#"{{"outcome":"{outcome}"}}"#);
        return vec![Group { stage: "payment".to_owned(), before: told("decided"), after: told("refused") }];
    };
    // Both were written by ourselves.
    let stages = |json| serde_json::from_slice::<Map<String, Value>>(json).unwrap_or_default();
    let (before, after) = (stages(before), stages(after));
    let names = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name)));
    let mut groups = vec![];
    for stage in names.filter(|name| *name != "policy") {
        let (old, new) = (before.get(stage), after.get(stage));
        if outcome(old) != outcome(new) {
            let json = |value: Option<&Value>| value.map_or("null".to_owned(), Value::to_string);
            groups.push(Group { stage: stage.clone(), before: json(old), after: json(new) });
        }
    }
    groups
}

/// What a stage decides, whichever rule has won.
fn outcome(stage: Option<&Value>) -> Option<Value> {
    let mut stage = stage?.clone();
    if let Some(members) = stage.as_object_mut() {
        members.remove("rule");
    }
    Some(stage)
}
