//! Waypost itself: from the text of the policy to a snapshot, and from JSON into the slots of one payment, which is used
//! again and again, as the server does. What the server proves of a policy before it takes it is no part of loading here:
//! no rival proves anything, and to decide it is not needed.

use waypost_dsl::{Diagnostics, Unreadable, check, load};
use waypost_engine::{Digest, Payment, Snapshot, compile, evaluate};
use waypost_server::wire::payment::{Schema, read};

use super::Contender;
use crate::set::{Set, won};

pub(super) struct Waypost {
    snapshot: Snapshot,
    schema: Schema,
    payment: Payment,
}

impl<'a> Contender<'a> for Waypost {
    type Source = &'a str;
    type Payment = Payment;

    fn write(set: &'a Set) -> &'a str {
        &set.text
    }

    fn load(text: &'a str) -> Result<Self, String> {
        let mut file = |path: &str| match path {
            "policy.way" => Ok(text.to_owned()),
            other => Err(Unreadable(format!("there is no `{other}`"))),
        };
        let mut diagnostics = Diagnostics::default();
        let loaded = load("policy.way", &mut file, &mut diagnostics);
        let policy = check(&loaded, &mut diagnostics).filter(|_| !diagnostics.has_errors());
        let policy = policy.ok_or_else(|| format!("{:?}", diagnostics.into_sorted()))?;
        let snapshot = compile(policy, Digest::of(&loaded.sources));
        let facts = &snapshot.policy().facts;
        let (schema, payment) = (Schema::new(facts), Payment::new(facts));
        Ok(Self { snapshot, schema, payment })
    }

    fn parse(&mut self, json: &'a [u8]) -> Payment {
        self.decide_json(json);
        self.payment.clone()
    }

    fn decide(&mut self, payment: &Payment) -> Option<usize> {
        won(self.snapshot.policy(), &evaluate(&self.snapshot, payment))
    }

    fn decide_json(&mut self, json: &'a [u8]) -> Option<usize> {
        let read = read(json, &self.schema, &self.snapshot, &mut self.payment);
        read.expect("a payment of the set is read");
        won(self.snapshot.policy(), &evaluate(&self.snapshot, &self.payment))
    }
}
