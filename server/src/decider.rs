//! Decides payments given as JSON with one snapshot, for the command line and the server alike.

use std::io;

use waypost_engine::{Decision, Payment, Snapshot, evaluate};

use crate::wire::decision::Answers;
use crate::wire::explanation::ExplanationJson;
use crate::wire::payment::{self, PaymentError, Schema, Skipped};

/// A snapshot, and what it takes to read payments and to write decisions.
#[derive(Debug)]
pub struct Decider {
    snapshot: Snapshot,
    schema: Schema,
    answers: Answers,
    digest: String,
}

impl Decider {
    /// Decides with this snapshot.
    pub fn new(snapshot: Snapshot) -> Self {
        let schema = Schema::new(&snapshot.policy().facts);
        let digest = snapshot.digest().to_string();
        let answers = Answers::new(snapshot.policy(), &digest);
        Self { snapshot, schema, answers, digest }
    }

    /// The snapshot that is decided with.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The digest of the snapshot, as it is spelled: `sha256:…`.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// An empty payment, which [`decide`](Self::decide) fills, again and again.
    pub fn payment(&self) -> Payment {
        Payment::new(&self.snapshot.policy().facts)
    }

    /// Decides the payment that `json` gives and appends the decision to `out`, as JSON without a line end. Uses
    /// `payment`, made by [`payment`](Self::payment), as its slots. Gives the members that were skipped since the
    /// policy declares no fact for them.
    pub fn decide<'a>(
        &'a self,
        json: &'a [u8],
        payment: &mut Payment,
        out: &mut Vec<u8>,
    ) -> Result<Skipped<'a>, PaymentError> {
        let skipped = self.read(json, payment)?;
        self.answer(payment, out);
        Ok(skipped)
    }

    /// Puts the payment that `json` gives in the place of `payment`, ready to be decided. Gives the members that were
    /// skipped, as [`decide`](Self::decide) does.
    pub fn read<'a>(&'a self, json: &'a [u8], payment: &mut Payment) -> Result<Skipped<'a>, PaymentError> {
        payment::read(json, &self.schema, &self.snapshot, payment)
    }

    /// Puts the facts that `json` gives in the place of `payment`, which need not be complete yet. Gives the members that
    /// were skipped.
    pub(crate) fn decode<'a>(
        &'a self,
        json: &'a [u8],
        payment: &mut Payment,
    ) -> Result<Skipped<'a>, PaymentError> {
        payment::decode(json, &self.schema, &self.snapshot.policy().facts, payment)
    }

    /// Ends the filling of a payment that was decoded.
    #[cfg(feature = "http")]
    pub(crate) fn complete(&self, payment: &mut Payment) -> Result<(), PaymentError> {
        payment::complete(&self.snapshot, payment)
    }

    /// Appends the decision of a payment with an explanation of it as its last member.
    pub fn explain(
        &self,
        payment: &Payment,
        explanation: &ExplanationJson,
        out: &mut Vec<u8>,
    ) -> io::Result<Decision<'_>> {
        let decision = self.answer(payment, out);
        // A decision is an object, whose end is put behind one member more.
        out.pop();
        out.extend_from_slice(br#","explanation":"#);
        serde_json::to_writer(&mut *out, explanation)?;
        out.push(b'}');
        Ok(decision)
    }

    /// Decides a payment that is complete, and appends the decision as [`decide`](Self::decide) does.
    pub fn answer(&self, payment: &Payment, out: &mut Vec<u8>) -> Decision<'_> {
        let decision = evaluate(&self.snapshot, payment);
        self.answers.write(&decision, out);
        decision
    }
}
