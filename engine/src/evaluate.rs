//! Decides a payment with a snapshot.

use waypost_dsl::hir::{Best, ConnectorId, Measure, Signal, Split, StageKind};

use crate::decision::{Decision, Effect, Judge, StageDecision};
use crate::keys::Placed;
use crate::payment::Payment;
use crate::serving::Known;
use crate::snapshot::Snapshot;
use crate::split::side;

/// Decides `payment`, which is complete and made for the facts of this snapshot. Allocates nothing, takes no lock.
pub fn evaluate<'s>(snapshot: &'s Snapshot, payment: &Payment) -> Decision<'s> {
    Decision::of(&Compiled {
        snapshot,
        payment,
        keys: Placed::new(&snapshot.axes, payment),
        known: Known::default(),
    })
}

/// A snapshot and a payment to decide with it.
struct Compiled<'s, 'p> {
    snapshot: &'s Snapshot,
    payment: &'p Payment,
    keys: Placed<'p>,
    known: Known,
}

impl<'s> Judge<'s> for Compiled<'s, '_> {
    fn decide(&self, kind: StageKind) -> Option<(StageDecision<'s>, Effect<'s>)> {
        self.snapshot.stages.decide(&self.snapshot.policy, kind, &self.keys)
    }

    fn was_attempted(&self) -> bool {
        self.snapshot.signals.was_attempted(self.payment)
    }

    fn serves(&self, connector: ConnectorId) -> bool {
        self.snapshot.serving.has(connector, &self.keys, &self.known)
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
