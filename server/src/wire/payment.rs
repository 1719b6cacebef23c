//! Payments from JSON, straight into the slots of their facts: no tree in between, and for a usual payment no
//! allocation. The facts of the policy say what is read, and how.

use serde::de::DeserializeSeed as _;
use waypost_dsl::hir::{Facts, Origin};
use waypost_engine::{Payment, Refusal, Snapshot};

use reading::{GroupNode, Reading, Seed};
pub use refused::{Fault, PaymentError};
pub use schema::{Schema, path};
pub use skip::Skipped;

mod amount;
mod condition;
mod given;
mod reading;
mod refused;
mod schema;
mod skip;

/// Reads a whole payment: decodes it, makes the flags that are not given false, and refuses it if a fact is missing
/// or must not be there. Gives the members that were skipped since the policy declares no fact for them.
pub fn read(
    bytes: &[u8],
    schema: &Schema,
    snapshot: &Snapshot,
    payment: &mut Payment,
) -> Result<Skipped, PaymentError> {
    let facts = &snapshot.policy().facts;
    let skipped = decode(bytes, schema, facts, payment)?;
    snapshot.complete(payment).map_err(|refusal| match refusal {
        Refusal::Missing(fact) => PaymentError::missing(facts, fact),
        // What is told of an attempt is only out of place where its number is missing.
        Refusal::Unexpected(fact) if facts[fact].origin == Origin::Attempt => {
            PaymentError::missing(facts, facts.find("attempt").unwrap_or(fact))
        }
        Refusal::Unexpected(fact) => PaymentError::unexpected(facts, fact),
    })?;
    Ok(skipped)
}

/// Fills `payment` with the facts that `bytes` gives; what it held before is forgotten. Gives the members that were
/// skipped since no fact is declared for them.
pub fn decode(
    bytes: &[u8],
    schema: &Schema,
    facts: &Facts,
    payment: &mut Payment,
) -> Result<Skipped, PaymentError> {
    payment.clear();
    let mut reading = Reading { facts, payment, skipped: Skipped::default(), refused: None };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let root = Seed(GroupNode { group: schema.root(), root: true, reading: &mut reading });
    let read = root.deserialize(&mut json).and_then(|()| json.end());
    match (read, reading.refused) {
        (Ok(()), None) => Ok(reading.skipped),
        (_, Some(refused)) => Err(refused),
        (Err(error), None) => Err(PaymentError::not_json(&error)),
    }
}
