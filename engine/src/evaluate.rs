//! Decides a payment with a snapshot.

use waypost_dsl::hir::{Best, ConnectorId, Measure, Signal, Split, StageKind};

use crate::decision::{Decision, Effect, Judge, StageDecision};
use crate::keys::{Keys, Placed};
use crate::payment::{Payment, Values};
use crate::serving::Known;
use crate::snapshot::Snapshot;
use crate::split::side;

/// Decides `payment`, which is complete and made for the facts of this snapshot. Allocates nothing, takes no lock.
pub fn evaluate<'s>(snapshot: &'s Snapshot, payment: &Payment) -> Decision<'s> {
    Decision::of(&Compiled::new(snapshot, payment.values(), Placed::new(&snapshot.axes, payment)))
}

/// A snapshot and a payment to decide with it.
pub(crate) struct Compiled<'s, 'p, K> {
    snapshot: &'s Snapshot,
    values: Values<'p>,
    keys: K,
    known: Known,
}

impl<'s, 'p, K: Keys> Compiled<'s, 'p, K> {
    /// The values of a payment, and its keys on the axes of the snapshot.
    #[inline]
    pub(crate) fn new(snapshot: &'s Snapshot, values: Values<'p>, keys: K) -> Self {
        Self { snapshot, values, keys, known: Known::default() }
    }
}

impl<'s, K: Keys> Judge<'s> for Compiled<'s, '_, K> {
    fn decide(&self, kind: StageKind) -> Option<(StageDecision<'s>, Effect<'s>)> {
        self.snapshot.stages.decide(&self.snapshot.policy, kind, &self.keys)
    }

    fn was_attempted(&self) -> bool {
        self.snapshot.signals.was_attempted(self.values)
    }

    fn serves(&self, connector: ConnectorId) -> bool {
        self.snapshot.serving.has(connector, &self.keys, &self.known)
    }

    fn side(&self, split: &Split) -> usize {
        side(&self.snapshot.policy.facts, split, self.values)
    }

    fn measure(&self, best: &Best, connector: ConnectorId) -> Option<u64> {
        let Snapshot { policy, signals, costs, .. } = self.snapshot;
        let signal = |signal| signals.number(policy, self.values, connector, signal);
        match best.by {
            Measure::SuccessRate => signal(Signal::SuccessRate).map(|rate| u64::MAX - rate),
            Measure::Latency => signal(Signal::Latency),
            Measure::Cost(_) => costs.as_ref()?.rank(&policy.facts, self.values, connector),
        }
    }

    fn is_down(&self, connector: ConnectorId) -> bool {
        self.snapshot.signals.is_down(&self.snapshot.policy, self.values, connector)
    }
}
