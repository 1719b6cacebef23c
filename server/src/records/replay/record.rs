//! A record as it is read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// What of a record is needed to decide it again.
#[derive(Debug, Deserialize)]
pub(super) struct Record<'r> {
    #[serde(borrow)]
    pub(super) id: Cow<'r, str>,
    /// The payment without its private facts.
    #[serde(borrow)]
    pub(super) payment: &'r RawValue,
    /// The hashes of the values of its private facts, by their paths; true where there was no key.
    #[serde(borrow, default)]
    pub(super) private: BTreeMap<Cow<'r, str>, Value>,
    #[serde(borrow)]
    pub(super) decision: &'r RawValue,
}

/// What of a decision tells who has made it.
#[derive(Debug, Deserialize)]
struct Decided<'r> {
    #[serde(borrow)]
    policy: Policy<'r>,
}

/// The policy that has decided.
#[derive(Debug, Deserialize)]
pub(super) struct Policy<'r> {
    #[serde(borrow)]
    pub(super) name: Cow<'r, str>,
    #[serde(borrow)]
    pub(super) digest: Cow<'r, str>,
}

impl<'r> Record<'r> {
    /// The record that a line spells.
    pub(super) fn read(line: &'r [u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// The policy that has decided it.
    pub(super) fn policy(&self) -> Option<Policy<'r>> {
        let decided: Decided<'r> = serde_json::from_str(self.decision.get()).ok()?;
        Some(decided.policy)
    }
}
