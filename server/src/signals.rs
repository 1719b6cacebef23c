//! What connectors are like at this moment, as services tell: health, share of successes, latency. It fills what a payment
//! does not tell itself, and an answer says what it has used.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use waypost_dsl::hir::{FactId, Policy, Signal, Value};
use waypost_engine::Payment;

pub use settings::{Settings, StaleAs};

mod settings;

/// What is told of a connector; each of it may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSignal)]
pub(crate) struct Told {
    /// Whether it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) health: Option<Health>,
    /// Which share of payments it takes successfully, in basis points, from 0 to 10,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 10000)]
    pub(crate) success_rate_bps: Option<u16>,
    /// How long it takes to answer, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) latency_ms: Option<u32>,
}

/// Whether a connector works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Health {
    /// It does.
    Up,
    /// Not as well as it should.
    Degraded,
    /// It does not.
    Down,
}

/// What was told, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kept {
    pub(crate) told: Told,
    pub(crate) since: Timestamp,
    at: Instant,
}

/// What is known of connectors, by their names.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signals(BTreeMap<String, Kept>);

impl Kept {
    /// Told at this moment.
    pub(crate) fn new(told: Told) -> Self {
        Self { told, since: Timestamp::now(), at: Instant::now() }
    }

    /// How old it is.
    pub(crate) fn age(&self) -> Duration {
        self.at.elapsed()
    }

    /// What it counts as at that age.
    fn counts_as(&self, age: Duration, settings: &Settings) -> Told {
        match age <= settings.stale_after {
            true => self.told,
            false => Told { health: settings.stale_counts_as.health(), ..Told::default() },
        }
    }
}

impl Signals {
    /// The same, with what was told of a connector.
    pub(crate) fn with(&self, connector: String, told: Told) -> Self {
        let mut signals = self.clone();
        signals.0.insert(connector, Kept::new(told));
        signals
    }

    /// The same, with nothing known of a connector.
    pub(crate) fn without(&self, connector: &str) -> Self {
        let mut signals = self.clone();
        signals.0.remove(connector);
        signals
    }

    /// What is known of a connector.
    pub(crate) fn get(&self, connector: &str) -> Option<&Kept> {
        self.0.get(connector)
    }

    /// All that is known, in the order of the connectors' names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Kept)> {
        self.0.iter().map(|(name, kept)| (name.as_str(), kept))
    }
}

/// Where a policy's payments have the signals of its connectors.
#[derive(Debug)]
pub(crate) struct Places(Vec<(String, [Option<FactId>; 3])>);

impl Places {
    /// Those of a policy.
    pub(crate) fn of(policy: &Policy) -> Self {
        let facts = |connector| Signal::ALL.map(|signal| policy.facts.signal(connector, signal));
        Self(policy.connectors.iter().map(|(id, connector)| (connector.name.clone(), facts(id))).collect())
    }

    /// Gives a payment of that policy the signals that it does not tell itself. Appends what was used to `used`, as the
    /// members of an object in JSON: nothing, if nothing was.
    pub(crate) fn fill(
        &self,
        signals: &Signals,
        settings: &Settings,
        policy: &Policy,
        payment: &mut Payment,
        used: &mut Vec<u8>,
    ) {
        if signals.0.is_empty() {
            return;
        }
        for (connector, facts) in &self.0 {
            let Some(kept) = signals.get(connector) else { continue };
            let age = kept.age();
            let told = kept.counts_as(age, settings);
            let mut filled = Told::default();
            for (fact, signal) in facts.iter().zip(Signal::ALL) {
                let Some(fact) = fact.filter(|fact| !payment.has(&policy.facts, *fact)) else { continue };
                if let Some(value) = told.value(signal)
                    && payment.set(&policy.facts, fact, value).is_ok()
                {
                    filled.take(signal, &told);
                }
            }
            if filled != Told::default() {
                tell(connector, &filled, age, used);
            }
        }
    }
}

impl Told {
    fn value(&self, signal: Signal) -> Option<Value<'static>> {
        match signal {
            Signal::Health => self.health.map(|health| Value::OneOf(health.place())),
            Signal::SuccessRate => self.success_rate_bps.map(|rate| Value::Whole(rate.into())),
            Signal::Latency => self.latency_ms.map(|latency| Value::Whole(latency.into())),
        }
    }

    fn take(&mut self, signal: Signal, from: &Self) {
        match signal {
            Signal::Health => self.health = from.health,
            Signal::SuccessRate => self.success_rate_bps = from.success_rate_bps,
            Signal::Latency => self.latency_ms = from.latency_ms,
        }
    }
}

impl Health {
    /// Its place among the values of the fact.
    fn place(self) -> u16 {
        match self {
            Self::Up => 0,
            Self::Degraded => 1,
            Self::Down => Signal::DOWN,
        }
    }
}

/// `"adyen":{"health":"down","age_ms":812}`.
fn tell(connector: &str, filled: &Told, age: Duration, out: &mut Vec<u8>) {
    #[derive(Serialize)]
    struct Used<'t> {
        #[serde(flatten)]
        filled: &'t Told,
        age_ms: u64,
    }
    if !out.is_empty() {
        out.push(b',');
    }
    let age_ms = u64::try_from(age.as_millis()).unwrap_or(u64::MAX);
    // A name and a few numbers are always writable.
    let _ = serde_json::to_writer(&mut *out, connector);
    out.push(b':');
    let _ = serde_json::to_writer(&mut *out, &Used { filled, age_ms });
}
