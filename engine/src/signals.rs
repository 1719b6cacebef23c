//! What a payment tells of connectors and of its last attempt: where to find it among its slots.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{ConnectorId, FactId, Origin, Policy, Signal, Value};

use crate::payment::Values;

/// Where the signals of each connector stand.
#[derive(Debug)]
pub(crate) struct Signals {
    /// For each connector the facts of its signals, in the order of [`Signal::ALL`].
    connectors: Vec<[Option<FactId>; 3]>,
    attempt: Option<FactId>,
}

impl Signals {
    /// Those of a policy.
    pub(crate) fn of(policy: &Policy) -> Self {
        let signals = |connector| Signal::ALL.map(|signal| policy.facts.signal(connector, signal));
        let attempt = policy.facts.find("attempt").filter(|id| policy.facts[*id].origin == Origin::Attempt);
        Self { connectors: policy.connectors.ids().map(signals).collect(), attempt }
    }

    /// Whether a payment tells of an attempt.
    pub(crate) fn was_attempted(&self, values: Values<'_>) -> bool {
        self.attempt.is_some_and(|attempt| values.is_given(attempt))
    }

    /// Whether a connector is known to be down.
    pub(crate) fn is_down(&self, policy: &Policy, values: Values<'_>, connector: ConnectorId) -> bool {
        let health = self.value(policy, values, connector, Signal::Health);
        health == Some(Value::OneOf(Signal::DOWN))
    }

    /// The basis points or milliseconds of a signal.
    pub(crate) fn number(
        &self,
        policy: &Policy,
        values: Values<'_>,
        connector: ConnectorId,
        signal: Signal,
    ) -> Option<u64> {
        match self.value(policy, values, connector, signal)? {
            Value::Whole(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }

    fn value<'p>(
        &self,
        policy: &Policy,
        values: Values<'p>,
        connector: ConnectorId,
        signal: Signal,
    ) -> Option<Value<'p>> {
        let place = Signal::ALL.iter().position(|known| *known == signal)?;
        let fact = (*self.connectors.get(connector.index())?.get(place)?)?;
        values.value(&policy.facts, fact)
    }
}
