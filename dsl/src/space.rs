//! The space of all payments that the facts of a policy span.
//!
//! Each fact is an axis, a line of keys ([`Type::keys`](crate::hir::Type::keys)); absent is one more key. A test of one fact is a set of keys
//! on its axis, a condition a [`Formula`] of such sets, and a rule a few [`Region`]s. The checks prove things about
//! regions, and the engine compiles them.

pub use describe::{Described, Describer};
pub use formula::Formula;
pub use keys::{ABSENT, KeySet};
pub use region::Region;
pub use search::{Answer, End, Filter, Search};

mod describe;
mod formula;
mod keys;
mod line;
mod lower;
mod possible;
mod rates;
mod region;
mod search;
mod witness;

use indexmap::IndexSet;
use rustc_hash::FxHashMap;

use crate::arena::{Arena, Id, ids};
use crate::hir::{FactId, Facts, ListId, Lists, Rates, TextPattern};

ids! {
    /// The number of an axis. The first ones are the facts, in their order.
    AxisId;
    /// The number of rates that a space has been given.
    RatesId;
}

/// One dimension of the space.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The key of a fact.
    Fact(FactId),
    /// Whether a text has a shape: 0 or 1; 0 where it is absent.
    Pattern(FactId, TextPattern),
    /// Whether a fact is in a long list: 0 or 1; 0 where it is absent.
    Listed(FactId, ListId),
    /// How the values of two facts stand to one another, the fact of the lesser number first: 0 for less, 1 for equal,
    /// 2 for greater, `ABSENT` where one of them is. Of facts that have no order, 0 and 2 both mean different. Amounts
    /// compare by these rates.
    Order(FactId, FactId, RatesId),
    /// Whether a formula holds that would be too large as regions: 0 or 1.
    Opaque(Formula),
}

/// The axes of a policy, and what it takes to place a payment on them.
#[derive(Debug, Clone)]
pub struct Space<'p> {
    facts: &'p Facts,
    /// All rates that it has been given.
    all_rates: Arena<RatesId, &'p Rates>,
    /// Those that amounts are worth something by now.
    rates: &'p Rates,
    lists: &'p Lists,
    axes: Arena<AxisId, Axis>,
    /// The axes besides those of the facts.
    numbers: FxHashMap<Axis, AxisId>,
    /// The texts that tests name, for each fact.
    texts: Vec<IndexSet<String>>,
}

impl<'p> Space<'p> {
    /// The space of these facts, with amounts worth what the rates say, and with these lists.
    pub fn new(facts: &'p Facts, rates: &'p Rates, lists: &'p Lists) -> Self {
        let mut axes = Arena::default();
        for id in facts.all.ids() {
            axes.add(Axis::Fact(id));
        }
        let mut all_rates = Arena::default();
        all_rates.add(rates);
        Self {
            facts,
            all_rates,
            rates,
            lists,
            axes,
            numbers: FxHashMap::default(),
            texts: vec![IndexSet::new(); facts.len()],
        }
    }

    /// The facts that span it.
    pub fn facts(&self) -> &'p Facts {
        self.facts
    }

    /// The lists that its tests may name.
    pub fn lists(&self) -> &'p Lists {
        self.lists
    }

    /// All axes, those of currencies among them, which nothing is ever placed on.
    pub fn axes(&self) -> &Arena<AxisId, Axis> {
        &self.axes
    }

    /// The texts that tests of `fact` name, in the order of their keys, the first of which is 1.
    pub fn texts(&self, fact: FactId) -> impl Iterator<Item = &str> {
        self.texts.get(fact.slot()).into_iter().flatten().map(String::as_str)
    }

    /// The text of a key, if it is one that tests of `fact` name.
    pub fn named_text(&self, fact: FactId, key: u64) -> Option<&str> {
        let place = usize::try_from(key.checked_sub(1)?).ok()?;
        self.texts.get(fact.slot())?.get_index(place).map(String::as_str)
    }

    /// The key of a text: 0 if no test of `fact` names it.
    fn key_of_text(&self, fact: FactId, text: &str) -> u64 {
        let known = self.texts.get(fact.slot());
        known.and_then(|known| known.get_index_of(text)).map_or(0, |place| place as u64 + 1)
    }

    /// The axis on which a fact lies: a currency lies on that of its amount.
    pub fn axis(&self, fact: FactId) -> AxisId {
        AxisId::new(self.facts.base(fact).slot())
    }

    /// All keys that a payment can have on an axis.
    pub fn whole(&self, axis: AxisId) -> KeySet {
        match self.axes.at(axis) {
            Some(Axis::Fact(id)) => {
                let fact = &self.facts[*id];
                let absent = if self.may_be_absent(*id) { KeySet::point(ABSENT) } else { KeySet::EMPTY };
                fact.ty.keys().union(&absent)
            }
            Some(Axis::Order(one, other, _)) if self.may_be_absent(*one) || self.may_be_absent(*other) => {
                KeySet::range(0, 2).union(&KeySet::point(ABSENT))
            }
            Some(Axis::Order(..)) => KeySet::range(0, 2),
            _ => KeySet::range(0, 1),
        }
    }

    /// Whether payments need not have the fact.
    fn may_be_absent(&self, fact: FactId) -> bool {
        let fact = &self.facts[self.facts.base(fact)];
        fact.optional || fact.only_when.is_some()
    }

    /// The key of a text that tests of `fact` name, made if it has none.
    fn text_key(&mut self, fact: FactId, text: &str) -> u64 {
        let Some(known) = self.texts.get_mut(fact.slot()) else { return 0 };
        let place = known.get_index_of(text).unwrap_or_else(|| known.insert_full(text.to_owned()).0);
        place as u64 + 1
    }

    /// The axis that is equal to `axis`, made if there is none.
    fn intern(&mut self, axis: Axis) -> AxisId {
        let known = &mut self.axes;
        *self.numbers.entry(axis).or_insert_with_key(|axis| known.add(axis.clone()))
    }
}
