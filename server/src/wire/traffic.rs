//! What becomes of given payments when a policy changes, as `waypost diff --payments` reports it.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::Serialize;
use waypost_dsl::hir::StageKind;

use crate::wire::difference::PAYMENT;
use crate::wire::share::Share;

/// What moves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Traffic {
    /// How many payments there are.
    pub payments: u64,
    /// How many of them each of the policies refuses.
    pub refused: Refused,
    /// How many are decided otherwise.
    pub changed: u64,
    /// Of how many payments each stage decides otherwise; `payment` where one policy refuses what the other decides.
    pub by_stage: BTreeMap<&'static str, u64>,
    /// How many payments more or fewer each connector is the first to try.
    pub by_connector: BTreeMap<String, i64>,
    /// How many payments of each currency are decided otherwise.
    pub by_currency: BTreeMap<&'static str, u64>,
    /// What those come to, by currency.
    pub volume: BTreeMap<&'static str, Volume>,
}

/// How many payments the two policies refuse.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The first one.
    pub before: u64,
    /// The second one.
    pub after: u64,
}

/// Amounts of one currency, in minor units.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Volume {
    /// The payments that are decided otherwise.
    pub changed: i128,
    /// What each connector is the first to try of them, more or less.
    pub by_connector: BTreeMap<String, i128>,
}

impl Traffic {
    /// Which part of the payments is decided otherwise.
    pub fn share(&self) -> Share {
        Share::of(self.changed, self.payments)
    }

    /// The stages that are counted, in the order in which they decide.
    pub fn stages() -> impl Iterator<Item = &'static str> {
        [PAYMENT].into_iter().chain(StageKind::ALL.into_iter().map(StageKind::as_str))
    }

    /// Adds what was counted of other payments.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.payments += other.payments;
        self.refused.before += other.refused.before;
        self.refused.after += other.refused.after;
        self.changed += other.changed;
        add(&mut self.by_stage, other.by_stage);
        add(&mut self.by_connector, other.by_connector);
        add(&mut self.by_currency, other.by_currency);
        for (code, volume) in other.volume {
            let own = self.volume.entry(code).or_default();
            own.changed += volume.changed;
            add(&mut own.by_connector, volume.by_connector);
        }
        self
    }
}

/// Adds each number to the one of the same name.
fn add<K: Ord, N: Default + AddAssign>(own: &mut BTreeMap<K, N>, other: BTreeMap<K, N>) {
    for (name, number) in other {
        *own.entry(name).or_default() += number;
    }
}
