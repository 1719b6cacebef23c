//! Decides a payment with a snapshot.

use waypost_dsl::hir::Candidate;

use crate::decision::Decision;
use crate::payment::Payment;
use crate::snapshot::Snapshot;

/// Decides `payment`, which is complete and made for the facts of this snapshot. Allocates nothing, takes no lock.
pub fn evaluate<'s>(snapshot: &'s Snapshot, payment: &Payment) -> Decision<'s> {
    Decision::assemble(
        |kind| snapshot.decide(kind, payment),
        |Candidate::Connector(id)| snapshot.serves(*id, payment),
    )
}
