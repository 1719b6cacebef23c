//! A policy ready to decide with: what was checked, and the graphs compiled from it.
// INTERFACE FIXED (helper fills in the graphs): `compile`, `Snapshot::{policy, digest, decide, serves}`.

use waypost_dsl::hir::{ConnectorId, Policy, StageKind};

use crate::decision::StageDecision;
use crate::digest::Digest;
use crate::payment::Payment;

/// A policy ready to decide with. Never changes.
#[derive(Debug)]
pub struct Snapshot {
    policy: Policy,
    digest: Digest,
}

/// Compiles a checked policy.
pub fn compile(policy: Policy, digest: Digest) -> Snapshot {
    Snapshot { policy, digest }
}

impl Snapshot {
    /// The policy as it was checked.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The digest of the files that it was made of.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    pub(crate) fn decide(&self, _kind: StageKind, _payment: &Payment) -> Option<StageDecision<'_>> {
        None
    }

    pub(crate) fn serves(&self, _connector: ConnectorId, _payment: &Payment) -> bool {
        true
    }
}
