//! What a change of a policy does, as `waypost diff` reports it.

use std::cmp::Reverse;

use serde::Serialize;
use waypost_dsl::hir::{ConnectorId, Policy};
use waypost_dsl::literal;
use waypost_engine::diff::{self, Merged, Settled, Step};

use crate::wire::outcome::OutcomeWords;
use crate::wire::share::Share;
use crate::wire::traffic::Traffic;
use crate::wire::witness::WitnessJson;

/// All that two policies decide otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "http", derive(utoipa::ToSchema))]
pub struct Difference {
    /// Whether it is proved that they decide every payment alike.
    pub same: bool,
    /// The groups of payments that are decided otherwise, the largest first.
    pub changes: Vec<Change>,
    /// What could not be decided within the budget.
    pub undecided: Vec<Undecided>,
    /// What becomes of payments that were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "http", schema(ignore))]
    pub traffic: Option<Traffic>,
}

/// Payments of which one stage decides one thing before and another after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "http", derive(utoipa::ToSchema))]
pub struct Change {
    /// The stage; `payment` where one of the policies refuses what the other decides.
    pub stage: &'static str,
    /// What was decided.
    pub before: Side,
    /// What is decided.
    pub after: Side,
    /// How many regions they are that have no payment in common.
    pub regions: usize,
    /// The condition, in Way, that exactly these payments meet; null if that are all payments, or too many regions to read.
    #[cfg_attr(feature = "http", schema(required))]
    pub region: Option<String>,
    /// Which part of all classes of payments they are; null if that took too long to count.
    #[cfg_attr(feature = "http", schema(required, value_type = Option<f64>))]
    pub share: Option<Share>,
    /// One of them.
    #[cfg_attr(feature = "http", schema(value_type = crate::openapi::Payment))]
    pub witness: WitnessJson,
}

/// What one of the policies does with some payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "http", derive(utoipa::ToSchema))]
pub struct Side {
    /// What it decides, `refused` or `decided` where it is about the payment as a whole, and null if the policy has no
    /// such stage.
    #[cfg_attr(feature = "http", schema(required))]
    pub outcome: Option<&'static str>,
    /// The reason of a denial, an exemption or of no route, and the queue of a review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How long to wait before the same connector is tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_ms: Option<u64>,
    /// The connectors that a plan may try, without those that do not serve these payments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connectors: Option<Vec<String>>,
    /// The plan as it is written, where the order is found for each payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
    /// The rule that wins; null for `otherwise`.
    #[cfg_attr(feature = "http", schema(required))]
    pub rule: Option<String>,
    /// All of that as a policy and its cases would spell it: `adyen, stripe, by "German debit"`.
    #[serde(skip)]
    pub spelled: String,
}

/// A question that stayed open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "http", derive(utoipa::ToSchema))]
pub struct Undecided {
    /// The stage.
    pub stage: &'static str,
    /// The rule for whose payments something may have changed; null for `otherwise`.
    #[cfg_attr(feature = "http", schema(required))]
    pub rule: Option<String>,
}

/// What stands in the place of a stage where a payment is refused as a whole.
pub const PAYMENT: &str = "payment";

/// What comes of comparing two policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// All that they decide otherwise.
    Found(Difference),
    /// Why they cannot be compared.
    Incomparable(String),
}

impl Difference {
    /// Compares two policies, each question within that budget.
    pub fn between(old: &Policy, new: &Policy, budget: u32) -> Compared {
        match diff::merge(old, new) {
            Ok(merged) => Compared::Found(Self::new(&merged, diff::diff(&merged, budget))),
            Err(error) => Compared::Incomparable(error.to_string()),
        }
    }

    /// What the engine found, without traffic.
    pub fn new(merged: &Merged, found: diff::Difference) -> Self {
        let mut changes: Vec<Change> =
            found.changes.into_iter().map(|change| Change::new(merged, change)).collect();
        changes.sort_by_key(|change| Reverse(change.share.clone()));
        let undecided = found.undecided.into_iter();
        let undecided: Vec<Undecided> =
            undecided.map(|open| Undecided { stage: open.stage.as_str(), rule: open.rule }).collect();
        Self { same: changes.is_empty() && undecided.is_empty(), changes, undecided, traffic: None }
    }
}

impl Change {
    fn new(merged: &Merged, change: diff::Change) -> Self {
        let is_whole = change.stage.is_none();
        Self {
            stage: change.stage.map_or(PAYMENT, |stage| stage.as_str()),
            before: Side::new(&merged.old, change.before, is_whole),
            after: Side::new(&merged.new, change.after, is_whole),
            regions: change.regions.len(),
            region: change.condition.filter(|condition| !condition.is_empty()),
            share: change.share.map(Share::new),
            witness: WitnessJson(change.witness),
        }
    }
}

impl Side {
    /// What a policy does; `is_whole` where that is to refuse payments or not.
    fn new(policy: &Policy, side: diff::Side, is_whole: bool) -> Self {
        match side {
            diff::Side::Refused => Self::bare(Some("refused"), "refused"),
            diff::Side::Nothing if is_whole => Self::bare(Some("decided"), "decided"),
            diff::Side::Nothing => Self::bare(None, "the policy has no such stage"),
            diff::Side::Decided(settled, rule) => Self::decided(policy, &settled, rule),
        }
    }

    fn bare(outcome: Option<&'static str>, spelled: &str) -> Self {
        let spelled = spelled.to_owned();
        Self { outcome, reason: None, after_ms: None, connectors: None, plan: None, rule: None, spelled }
    }

    fn decided(policy: &Policy, settled: &Settled, rule: Option<String>) -> Self {
        let whole = settled.spelled(policy);
        let by = rule.as_deref().map_or("otherwise".to_owned(), literal::quote);
        let side = Self { rule, ..Self::bare(Some("plan"), &format!("{whole}, by {by}")) };
        match settled {
            Settled::Outcome(outcome) => {
                let OutcomeWords { outcome, reason, after_ms } = OutcomeWords::of(outcome);
                Self { outcome: Some(outcome), reason, after_ms, ..side }
            }
            Settled::Plan(steps) => {
                let name = |id: &ConnectorId| policy.connectors[*id].name.clone();
                let is_open = |step: &Step| !matches!(step, Step::Connector(_));
                let connectors = settled.connectors().iter().map(name).collect();
                let plan = steps.iter().any(is_open).then_some(whole);
                Self { connectors: Some(connectors), plan, ..side }
            }
        }
    }
}
