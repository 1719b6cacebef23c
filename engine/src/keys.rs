//! The key of a payment on each axis. Most axes are a slot of the payment; texts, shapes of texts and opaque formulas
//! take some work, which is done only when a node asks.

use rustc_hash::FxHashMap;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{FactId, TextPattern, Type};
use waypost_dsl::space::{ABSENT, Axis, AxisId, Formula, Space};

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
}

#[derive(Debug)]
enum Computed {
    /// The number of a text that tests name, 0 of any other.
    Text(FactId, FxHashMap<Box<str>, u64>),
    /// Whether a text has a shape.
    Pattern(FactId, TextPattern),
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
        match kind {
            Axis::Fact(fact) if space.facts()[*fact].ty == Type::Text => {
                let texts = space.texts(*fact).map(Box::from).zip(1..).collect();
                computed.push(Computed::Text(*fact, texts));
                next
            }
            Axis::Fact(_) => Self(u32::try_from(axis.index()).unwrap_or(0)),
            Axis::Pattern(fact, pattern) => {
                computed.push(Computed::Pattern(*fact, pattern.clone()));
                next
            }
            Axis::Opaque(formula) => {
                computed.push(Computed::Opaque(formula.clone()));
                next
            }
        }
    }
}

impl Axes {
    /// The axes of `space`, to which no more are added.
    pub(crate) fn of(space: &Space<'_>) -> Self {
        let mut computed = vec![];
        let lookups =
            space.axes().iter().map(|(axis, kind)| Lookup::of(axis, kind, &mut computed, space)).collect();
        Self { lookups, computed }
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
            Some(Computed::Opaque(formula)) => {
                u64::from(formula.holds(&|axis| self.key(payment, self.lookup(axis))))
            }
            None => ABSENT,
        }
    }
}
