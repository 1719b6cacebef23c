//! scan
use rustc_hash::FxHashMap;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{Facts, Policy, Type, Value};
use waypost_dsl::space::{ABSENT, AxisId, Formula, Space};
use waypost_engine::Payment;
use waypost_server::wire::payment::{Schema, decode};
use super::Contender;
use crate::set::Set;

pub struct Scan<'a> { formulas: Vec<Formula>, keys: Keys<'a> }

pub struct Keys<'a> { facts: &'a Facts, schema: Schema, texts: FxHashMap<String, u64>, payment: Payment }

impl<'a> Keys<'a> {
    pub fn of(space: &Space<'a>) -> Self {
        let facts = space.facts();
        let texts = facts.all.ids().flat_map(|id| space.texts(id).map(str::to_owned).zip(1..).collect::<Vec<_>>()).collect();
        Self { facts, schema: Schema::new(facts), texts, payment: Payment::new(facts) }
    }
    pub fn read(&mut self, json: &[u8]) -> Vec<u64> {
        let mut keys = vec![0; self.facts.len()];
        self.fill(json, &mut keys);
        keys
    }
    pub fn fill(&mut self, json: &[u8], keys: &mut [u64]) {
        decode(json, &self.schema, self.facts, &mut self.payment).expect("a payment");
        for ((id, fact), key) in self.facts.all.iter().zip(keys) {
            *key = match self.payment.value(self.facts, id) {
                Some(Value::Text(text)) => self.texts.get(text).copied().unwrap_or(0),
                Some(value) => fact.ty.key(value).unwrap_or(ABSENT),
                None if fact.ty == Type::Flag => 0,
                None => ABSENT,
            };
        }
    }
}

impl<'a> Contender<'a> for Scan<'a> {
    type Source = &'a Policy;
    type Payment = Vec<u64>;
    fn write(set: &'a Set) -> &'a Policy { &set.policy }
    fn load(policy: &'a Policy) -> Result<Self, String> {
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        let formulas = policy.stages[0].rules.iter().map(|(_, rule)| space.formula(&rule.when)).collect();
        Ok(Self { formulas, keys: Keys::of(&space) })
    }
    fn parse(&mut self, json: &'a [u8]) -> Vec<u64> { self.keys.read(json) }
    fn decide(&mut self, keys: &Vec<u64>) -> Option<usize> {
        let key = |axis: AxisId| keys.get(axis.index()).copied().unwrap_or(ABSENT);
        self.formulas.iter().position(|formula| formula.holds(&key))
    }
}
