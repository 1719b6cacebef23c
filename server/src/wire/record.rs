//! Records as JSON: what was decided for which payment, by which version of which policy, when and for whom.

use std::io::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use uuid::Uuid;
use waypost_dsl::hir::{Facts, Policy};
use waypost_engine::Payment;

use crate::records::Key;
use crate::wire::facts::FactsJson;

/// How the records of a policy are written.
#[derive(Debug)]
pub struct RecordJson {
    /// The policy with its digest, as a member.
    policy: String,
    facts: FactsJson,
}

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
    /// For the decisions of `policy`, whose digest is spelled `digest`.
    pub fn new(policy: &Policy, digest: &str) -> Self {
        let name = serde_json::to_string(&policy.name).unwrap_or_default();
        Self {
            policy: format!(r#","policy":{{"name":{name},"digest":"{digest}"}}"#),
            facts: FactsJson::new(&policy.facts),
        }
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
        let _ = write!(out, r#"{{"id":"{}","time":"{:.6}""#, told.id.as_hyphenated(), told.time);
        out.extend_from_slice(self.policy.as_bytes());
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
