//! Decides a payment with a snapshot.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Best, ConnectorId, Measure, RuleId, Signal, Split, StageKind};

use crate::decision::{Decision, Judge, StageDecision};
use crate::keys::Placed;
use crate::payment::Payment;
use crate::snapshot::Snapshot;
use crate::split::side;

/// Decides `payment`, which is complete and made for the facts of this snapshot. Allocates nothing, takes no lock.
pub fn evaluate<'s>(snapshot: &'s Snapshot, payment: &Payment) -> Decision<'s> {
    Decision::of(&Compiled { snapshot, payment, keys: Placed::new(&snapshot.axes, payment) })
}

/// The number of the first rule of a stage.
#[inline(never)]
pub fn first(snapshot: &Snapshot, kind: StageKind, payment: &Payment) -> Option<u32> {
    let Snapshot { policy, stages, axes, .. } = snapshot;
    let (_, graph) = policy.stages.iter().zip(stages).find(|(stage, _)| stage.kind == kind)?;
    graph.first(&Placed::new(axes, payment))
}

/// The number of nodes.
pub fn steps(snapshot: &Snapshot, kind: StageKind, payment: &Payment) -> Option<[u32; 12]> {
    let Snapshot { policy, stages, axes, .. } = snapshot;
    let (_, graph) = policy.stages.iter().zip(stages).find(|(stage, _)| stage.kind == kind)?;
    Some(graph.steps(&Placed::new(axes, payment)))
}

/// A snapshot and a payment to decide with it.
struct Compiled<'s, 'p> {
    snapshot: &'s Snapshot,
    payment: &'p Payment,
    keys: Placed<'p>,
}

impl<'s> Judge<'s> for Compiled<'s, '_> {
    fn decide(&self, kind: StageKind) -> Option<StageDecision<'s>> {
        let Snapshot { policy, stages, .. } = self.snapshot;
        let (stage, graph) = policy.stages.iter().zip(stages).find(|(stage, _)| stage.kind == kind)?;
        let rule =
            graph.first(&self.keys).and_then(|rule| stage.rules.at(RuleId::new(rule as usize)));
        match rule {
            Some(rule) => Some(StageDecision { outcome: &rule.outcome, rule: Some(rule) }),
            None => stage.otherwise.as_ref().map(|outcome| StageDecision { outcome, rule: None }),
        }
    }

    fn was_attempted(&self) -> bool {
        self.snapshot.signals.was_attempted(self.payment)
    }

    fn serves(&self, connector: ConnectorId) -> bool {
        let graph = self.snapshot.serves.get(connector.index());
        graph.is_some_and(|graph| graph.first(&self.keys).is_some())
    }

    fn side(&self, split: &Split) -> usize {
        side(&self.snapshot.policy.facts, split, self.payment)
    }

    fn measure(&self, best: &Best, connector: ConnectorId) -> Option<u64> {
        let Snapshot { policy, signals, costs, .. } = self.snapshot;
        let signal = |signal| signals.number(policy, self.payment, connector, signal);
        match best.by {
            Measure::SuccessRate => signal(Signal::SuccessRate).map(|rate| u64::MAX - rate),
            Measure::Latency => signal(Signal::Latency),
            Measure::Cost(_) => costs.as_ref()?.rank(&policy.facts, self.payment, connector),
        }
    }

    fn is_down(&self, connector: ConnectorId) -> bool {
        self.snapshot.signals.is_down(&self.snapshot.policy, self.payment, connector)
    }
}
