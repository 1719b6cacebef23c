//! The key of a payment on each axis. Most axes are a slot of the payment; texts, shapes of texts and opaque formulas
//! take some work, which is done only when a node asks.

use rustc_hash::{FxHashMap, FxHashSet};
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{FactId, Facts, ListId, ListValues, TextPattern, Type};
use waypost_dsl::space::{ABSENT, Axis, AxisId, Formula, Space};

use crate::members::Members;
use crate::order::Order;
use crate::payment::Payment;

/// Where the key on an axis comes from.
///
/// ```text
///  31 30                             0
/// ┌──┬────────────────────────────────┐
/// │ c│ slot, or place in `computed`   │   c: whether it is computed
/// └──┴────────────────────────────────┘
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Lookup(u32);

/// What it takes to place a payment on every axis of a snapshot.
#[derive(Debug)]
pub(crate) struct Axes {
    lookups: Vec<Lookup>,
    computed: Vec<Computed>,
    facts: Facts,
}

#[derive(Debug)]
enum Computed {
    /// The number of a text that tests name, 0 of any other.
    Text(FactId, FxHashMap<Box<str>, u64>),
    /// Whether a text has a shape.
    Pattern(FactId, TextPattern),
    /// Whether a fact is in a long list of digits.
    Keys(FactId, Members),
    /// Whether a text is in a long list.
    Texts(FactId, FxHashSet<Box<str>>),
    /// How two facts compare.
    Order(Order),
    /// Whether a formula holds.
    Opaque(Formula),
}

impl Lookup {
    const COMPUTED: u32 = 1 << 31;

    /// Whether the key takes work to find.
    pub(crate) fn is_computed(self) -> bool {
        self.0 & Self::COMPUTED != 0
    }

    fn of(axis: AxisId, kind: &Axis, computed: &mut Vec<Computed>, space: &Space<'_>) -> Self {
        let next = Self(u32::try_from(computed.len()).unwrap_or(Self::COMPUTED) | Self::COMPUTED);
        let facts = space.facts();
        computed.push(match kind {
            Axis::Fact(fact) if facts[*fact].ty == Type::Text => {
                Computed::Text(*fact, space.texts(*fact).map(Box::from).zip(1..).collect())
            }
            Axis::Fact(_) => return Self(u32::try_from(axis.index()).unwrap_or(0)),
            Axis::Pattern(fact, pattern) => Computed::Pattern(*fact, pattern.clone()),
            Axis::Listed(fact, list) => listed(space, *fact, *list),
            Axis::Order(one, other) => Computed::Order(Order::of(facts, space.rates(), *one, *other)),
            Axis::Opaque(formula) => Computed::Opaque(formula.clone()),
        });
        next
    }
}

fn listed(space: &Space<'_>, fact: FactId, list: ListId) -> Computed {
    match &space.lists()[list].values {
        ListValues::Digits(_) => Computed::Keys(fact, Members::of(&space.list_keys(fact, list))),
        ListValues::Texts(texts) => {
            Computed::Texts(fact, texts.iter().map(|text| Box::from(text.as_str())).collect())
        }
    }
}

impl Axes {
    /// The axes of `space`, to which no more are added.
    pub(crate) fn of(space: &Space<'_>) -> Self {
        let mut computed = vec![];
        let lookups =
            space.axes().iter().map(|(axis, kind)| Lookup::of(axis, kind, &mut computed, space)).collect();
        Self { lookups, computed, facts: space.facts().clone() }
    }

    /// Where the key on `axis` comes from.
    pub(crate) fn lookup(&self, axis: AxisId) -> Lookup {
        self.lookups.get(axis.index()).copied().unwrap_or(Lookup(0))
    }

    /// The key of `payment` on an axis.
    #[inline]
    pub(crate) fn key(&self, payment: &Payment, lookup: Lookup) -> u64 {
        if !lookup.is_computed() {
            return payment.slot(lookup.0 as usize);
        }
        self.compute(payment, (lookup.0 & !Lookup::COMPUTED) as usize)
    }

    #[cold]
    fn compute(&self, payment: &Payment, place: usize) -> u64 {
        match self.computed.get(place) {
            Some(Computed::Text(fact, known)) => {
                payment.text(*fact).map_or(ABSENT, |text| known.get(text).copied().unwrap_or(0))
            }
            Some(Computed::Pattern(fact, pattern)) => {
                u64::from(payment.text(*fact).is_some_and(|text| pattern.matches(text)))
            }
            Some(Computed::Keys(fact, members)) => u64::from(members.contains(payment.slot(fact.slot()))),
            Some(Computed::Texts(fact, texts)) => {
                u64::from(payment.text(*fact).is_some_and(|text| texts.contains(text)))
            }
            Some(Computed::Order(order)) => order.key(&self.facts, payment),
            Some(Computed::Opaque(formula)) => {
                u64::from(formula.holds(&|axis| self.key(payment, self.lookup(axis))))
            }
            None => ABSENT,
        }
    }
}
