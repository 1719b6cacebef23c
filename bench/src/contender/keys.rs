//! Payments as one key a fact, for the ways of our own: read by Waypost's decoder, texts looked up in a hash table.

use rustc_hash::FxHashMap;
use waypost_dsl::hir::{Facts, Type, Value};
use waypost_dsl::space::{ABSENT, Space};
use waypost_engine::Payment;
use waypost_server::wire::payment::{Schema, decode};

pub(super) struct Keys<'a> {
    facts: &'a Facts,
    schema: Schema,
    /// The keys of the texts that rules name; only one fact of the sets is a text.
    texts: FxHashMap<String, u64>,
    payment: Payment,
}

impl<'a> Keys<'a> {
    /// Finds keys in this space, to which all rules were lowered.
    pub(super) fn of(space: &Space<'a>) -> Self {
        let facts = space.facts();
        let texts = facts.all.ids().flat_map(|id| space.texts(id).map(str::to_owned).zip(1..));
        Self { facts, schema: Schema::new(facts), texts: texts.collect(), payment: Payment::new(facts) }
    }

    /// The keys of a payment, in the order of the facts.
    pub(super) fn read(&mut self, json: &[u8]) -> Vec<u64> {
        decode(json, &self.schema, self.facts, &mut self.payment).expect("a payment of the set is read");
        let key = |(id, ty): (_, &Type)| match self.payment.value(self.facts, id) {
            Some(Value::Text(text)) => self.texts.get(text).copied().unwrap_or(0),
            Some(value) => ty.key(value).unwrap_or(ABSENT),
            None if *ty == Type::Flag => 0,
            None => ABSENT,
        };
        self.facts.all.iter().map(|(id, fact)| key((id, &fact.ty))).collect()
    }
}
