//! Payments from JSON, straight into the slots of their facts: no tree in between, and for a usual payment no
//! allocation. The facts of the policy say what is read, and how.

use waypost_dsl::hir::Facts;
use waypost_engine::{Payment, Refusal, Snapshot};

use crate::wire::json::Json;

use reading::{Reading, Stop};
pub use refused::{Fault, PaymentError};
pub use schema::{Schema, path};
pub use skip::{Name, Skipped};

mod amount;
mod condition;
mod given;
mod kind;
mod reading;
mod refused;
mod schema;
mod skip;

/// Reads a whole payment: decodes it, makes the flags that are not given false, and refuses it if a fact is missing
/// or must not be there. Gives the members that were skipped since the policy declares no fact for them.
pub fn read<'a>(
    bytes: &'a [u8],
    schema: &'a Schema,
    snapshot: &Snapshot,
    payment: &mut Payment,
) -> Result<Skipped<'a>, PaymentError> {
    let facts = &snapshot.policy().facts;
    let skipped = decode(bytes, schema, facts, payment)?;
    complete(snapshot, payment)?;
    Ok(skipped)
}

/// Ends the filling of a payment: makes the flags that are not given false, and refuses it if a fact is missing or must not be
/// there.
pub fn complete(snapshot: &Snapshot, payment: &mut Payment) -> Result<(), PaymentError> {
    let facts = &snapshot.policy().facts;
    snapshot.complete(payment).map_err(|refusal| match refusal {
        Refusal::Missing(fact) => PaymentError::missing(facts, fact),
        Refusal::Unexpected(fact) => PaymentError::unexpected(facts, fact),
    })
}

/// Fills `payment` with the facts that `bytes` gives; what it held before is forgotten. Gives the members that were
/// skipped since no fact is declared for them.
pub fn decode<'a>(
    bytes: &'a [u8],
    schema: &'a Schema,
    facts: &Facts,
    payment: &mut Payment,
) -> Result<Skipped<'a>, PaymentError> {
    payment.clear();
    let read = str::from_utf8(bytes).map_err(|_| Stop::NotJson).and_then(|text| {
        let mut reading = Reading { json: Json::new(text), facts, payment, skipped: Skipped::default() };
        reading.whole(schema.root()).map(|()| reading.skipped)
    });
    read.map_err(|stop| match stop {
        Stop::NotJson => PaymentError::not_json(bytes),
        Stop::Refused(refused) => *refused,
    })
}
