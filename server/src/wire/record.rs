//! Records as JSON: what was decided for which payment, by which version of which policy, when and for whom.

use std::io::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::temporal::DateTimePrinter;
use uuid::Uuid;
use uuid::fmt::Hyphenated;
use waypost_dsl::hir::Facts;
use waypost_engine::Payment;

use crate::records::Key;
use crate::wire::facts::FactsJson;

/// How the records of a policy are written.
#[derive(Debug)]
pub struct RecordJson {
    facts: FactsJson,
}

/// How times are written.
const TIME: DateTimePrinter = DateTimePrinter::new().precision(Some(6));

/// What a record tells beside the payment and its decision.
#[derive(Debug, Clone, Copy)]
pub struct Told<'r> {
    /// What the record is called.
    pub id: Uuid,
    /// When it was decided.
    pub time: Timestamp,
    /// What its caller calls the request.
    pub request: Option<&'r str>,
    /// The trace that the request belongs to.
    pub trace: Option<&'r str>,
    /// How long it took to decide.
    pub took: Duration,
}

impl RecordJson {
    /// For the decisions of a policy with these facts.
    pub fn new(facts: &Facts) -> Self {
        Self { facts: FactsJson::new(facts) }
    }

    /// Appends the record of a payment that got this decision, as one line, without its closing brace: the chain ends it.
    /// Values of private facts are hashed with `key`, and not told at all without one.
    pub fn write(
        &self,
        told: Told<'_>,
        (facts, payment): (&Facts, &Payment),
        decision: &[u8],
        key: Option<&Key>,
        out: &mut Vec<u8>,
    ) {
        // Nothing is ever not written into a vector.
        out.extend_from_slice(br#"{"id":""#);
        out.extend_from_slice(told.id.hyphenated().encode_lower(&mut [0; Hyphenated::LENGTH]).as_bytes());
        out.extend_from_slice(br#"","time":""#);
        let _ = TIME.print_timestamp(&told.time, &mut *out);
        out.push(b'"');
        if let Some(request) = told.request {
            out.extend_from_slice(br#","request":"#);
            let _ = serde_json::to_writer(&mut *out, request);
        }
        if let Some(trace) = told.trace {
            let _ = write!(out, r#","trace":"{trace}""#);
        }
        out.extend_from_slice(br#","payment":"#);
        self.facts.write(facts, payment, out);
        self.private(facts, payment, key, out);
        out.extend_from_slice(br#","decision":"#);
        out.extend_from_slice(decision);
        let _ = writeln!(out, r#","latency_us":{}"#, told.took.as_micros());
    }

    /// Appends the private facts of the payment, if it has any: their hashes by their paths.
    fn private(&self, facts: &Facts, payment: &Payment, key: Option<&Key>, out: &mut Vec<u8>) {
        let mut value = vec![];
        let mut before = r#","private":{"#;
        for fact in self.facts.private() {
            value.clear();
            if !fact.write(facts, payment, &mut value) {
                continue;
            }
            let _ = match key {
                Some(key) => write!(out, r#"{before}"{}":"{}""#, fact.path(), key.hash(fact.path(), &value)),
                None => write!(out, r#"{before}"{}":true"#, fact.path()),
            };
            before = ",";
        }
        if before == "," {
            out.push(b'}');
        }
    }
}
