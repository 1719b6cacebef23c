//! How large the graph of each stage is, and how far payments walk in it.

use serde::Serialize;
use waypost_dsl::hir::{Stage, StageKind};
use waypost_engine::{Payment, Snapshot, evaluate};

use crate::command::bench::quantity::Decimal;

/// The graph of a stage.
#[derive(Debug, Serialize)]
pub(super) struct StageGraph {
    pub(super) stage: &'static str,
    pub(super) rules: usize,
    pub(super) nodes: usize,
    pub(super) bytes: usize,
    /// How many nodes the longest walk visits.
    pub(super) worst_path: u32,
    /// How many nodes a payment visits on average; null if the stage decides none of them.
    pub(super) mean_path: Option<Decimal>,
    /// How many payments the stage decides: not those that an earlier one denies.
    pub(super) payments: usize,
}

pub(super) fn stages(snapshot: &Snapshot, payments: &[Payment]) -> Vec<StageGraph> {
    let stages = snapshot.policy().stages.iter();
    stages.filter_map(|stage| of(snapshot, stage, payments)).collect()
}

fn of(snapshot: &Snapshot, stage: &Stage, payments: &[Payment]) -> Option<StageGraph> {
    let kind: StageKind = stage.kind;
    let figures = snapshot.figures(kind)?;
    let decided = payments.iter().filter(|payment| evaluate(snapshot, payment).stage(kind).is_some());
    let (mut payments, mut visited) = (0, 0);
    for payment in decided {
        payments += 1;
        visited += u128::from(snapshot.path(kind, payment)?);
    }
    Some(StageGraph {
        stage: kind.as_str(),
        rules: stage.rules.len(),
        nodes: figures.tests + figures.leaves,
        bytes: figures.bytes,
        worst_path: figures.longest,
        mean_path: (payments > 0).then(|| Decimal::ratio(visited, payments as u128)),
        payments,
    })
}
