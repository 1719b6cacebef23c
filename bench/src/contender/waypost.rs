//! Waypost itself: from the text of the policy to a snapshot, from JSON to the decision.

use waypost_engine::{Digest, Payment, Snapshot, compile, evaluate};
use waypost_dsl::Sources;
use waypost_dsl::hir::{Policy, StageKind};
use waypost_server::wire::payment::{Schema, read};

use super::Contender;
use crate::set::Set;

pub struct Waypost { snapshot: Snapshot, schema: Schema, payment: Payment }

impl<'a> Contender<'a> for Waypost {
    type Source = Policy;
    type Payment = Payment;

    fn write(set: &'a Set) -> Policy { set.policy.clone() }

    fn load(policy: Policy) -> Result<Self, String> {
        let snapshot = compile(policy, Digest::of(&Sources::default()));
        let schema = Schema::new(&snapshot.policy().facts);
        let payment = Payment::new(&snapshot.policy().facts);
        Ok(Self { snapshot, schema, payment })
    }

    fn parse(&mut self, json: &'a [u8]) -> Payment {
        let mut payment = Payment::new(&self.snapshot.policy().facts);
        read(json, &self.schema, &self.snapshot, &mut payment).expect("a payment of the set");
        payment
    }

    fn decide(&mut self, payment: &Payment) -> Option<usize> { number(&self.snapshot, payment) }

    fn decide_json(&mut self, json: &'a [u8]) -> Option<usize> {
        read(json, &self.schema, &self.snapshot, &mut self.payment).expect("a payment of the set");
        number(&self.snapshot, &self.payment)
    }
}

fn number(snapshot: &Snapshot, payment: &Payment) -> Option<usize> {
    let decision = evaluate(snapshot, payment);
    decision.stage(StageKind::Route)?.rule.and_then(|r| snapshot.policy().stages[0].rules.iter().next().map(|(_, first)| (std::ptr::from_ref(r).addr() - std::ptr::from_ref(first).addr()) / size_of_val(r)))
}
