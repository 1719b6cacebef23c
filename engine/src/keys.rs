//! The key of a payment on each axis. Most axes are a slot of the payment; texts, shapes of texts, long lists, orders and
//! opaque formulas take some work, which is done only when a node asks, and once a decision.

use std::cell::Cell;

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{FactId, Facts, ListId, ListValues, TextPattern, Type};
use waypost_dsl::space::{ABSENT, Axis, AxisId, Formula, Space};

use crate::members::Members;
use crate::order::Order;
use crate::payment::{Payment, Values};

mod shapes;
mod texts;
mod together;

use shapes::Shapes;
use texts::Texts;
pub(crate) use together::OfTexts;

/// How many of the computed keys of a payment are remembered: more would cost each decision more than they save.
const REMEMBERED: usize = 16;

/// Where the key on an axis comes from.
///
/// ```text
///  20 19                   0
/// ┌──┬─────────────────────┐
/// │ c│ slot, or computed   │   c: whether it is computed
/// └──┴─────────────────────┘
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Lookup(u32);

/// A payment on the axes of a policy.
pub(crate) trait Keys {
    /// The keys on all axes that are not computed.
    fn slots(&self) -> &[u64];
    /// The key on an axis that is computed.
    fn computed(&self, lookup: Lookup) -> u64;
}

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
    Text(FactId, Texts),
    /// Which of up to 64 shapes a text has: a bit for each.
    Shapes(FactId, Shapes),
    /// Whether the bit at the second place is set in what is computed at the first.
    Bit(usize, u32),
    /// Whether a fact is in a long list of digits.
    Keys(FactId, Members),
    /// Whether a text is in a long list.
    Texts(FactId, Texts),
    /// How two facts compare.
    Order(Order),
    /// Whether a formula holds.
    Opaque(Formula),
}

/// A payment on the axes of a snapshot, with what was computed for it.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    axes: &'a Axes,
    values: Values<'a>,
    /// Which of the first computed keys are known: a bit for each.
    known: Cell<u32>,
    found: [Cell<u64>; REMEMBERED],
}

impl Lookup {
    const COMPUTED: u32 = 1 << 20;

    /// The lookup that the lower bits are.
    #[inline]
    pub(crate) fn from_bits(bits: u32) -> Self {
        Self(bits & (2 * Self::COMPUTED - 1))
    }

    /// Its bits, 21 of them.
    pub(crate) fn bits(self) -> u32 {
        self.0
    }

    /// Whether the key takes work to find.
    #[inline]
    pub(crate) fn is_computed(self) -> bool {
        self.0 & Self::COMPUTED != 0
    }

    /// The number of the slot, or of what is computed.
    #[inline]
    pub(crate) fn place(self) -> usize {
        (self.0 & (Self::COMPUTED - 1)) as usize
    }

    fn slot(place: usize) -> Self {
        Self(u32::try_from(place).unwrap_or(Self::COMPUTED).min(Self::COMPUTED - 1))
    }

    fn computed(place: usize) -> Self {
        Self(Self::slot(place).0 | Self::COMPUTED)
    }
}

impl Axes {
    /// The axes of `space`, to which no more are added.
    pub(crate) fn of(space: &Space<'_>) -> Self {
        let mut axes = Self { lookups: vec![], computed: vec![], facts: space.facts().clone() };
        let mut shapes: Vec<(FactId, Vec<(TextPattern, AxisId)>)> = vec![];
        for (axis, kind) in space.axes().iter() {
            let lookup = match kind {
                Axis::Fact(fact) if axes.facts[*fact].ty == Type::Text => {
                    axes.add(Computed::Text(*fact, Texts::of(space.texts(*fact))))
                }
                Axis::Fact(_) => Lookup::slot(axis.index()),
                Axis::Pattern(fact, pattern) => {
                    let of_fact =
                        shapes.iter_mut().find(|(known, some)| known == fact && some.len() < Shapes::MAX);
                    match of_fact {
                        Some((_, some)) => some.push((pattern.clone(), axis)),
                        None => shapes.push((*fact, vec![(pattern.clone(), axis)])),
                    }
                    Lookup::slot(axis.index())
                }
                Axis::Listed(fact, list) => axes.add(listed(space, *fact, *list)),
                Axis::Order(one, other, rates) => {
                    let rates = space.rates_of(*rates);
                    axes.add(Computed::Order(Order::of(space.facts(), rates, *one, *other)))
                }
                Axis::Opaque(formula) => axes.add(Computed::Opaque(formula.clone())),
            };
            axes.lookups.push(lookup);
        }
        for (fact, some) in shapes {
            axes.add_shapes(fact, &some);
        }
        axes
    }

    fn add(&mut self, computed: Computed) -> Lookup {
        self.computed.push(computed);
        Lookup::computed(self.computed.len() - 1)
    }

    fn add_shapes(&mut self, fact: FactId, some: &[(TextPattern, AxisId)]) {
        let all = self.computed.len();
        self.add(Computed::Shapes(fact, Shapes::of(some.iter().map(|(pattern, _)| pattern))));
        for (bit, (_, axis)) in (0..).zip(some) {
            let lookup = self.add(Computed::Bit(all, bit));
            self.lookups.get_mut(axis.index()).into_iter().for_each(|known| *known = lookup);
        }
    }

    /// Where the key on `axis` comes from.
    pub(crate) fn lookup(&self, axis: AxisId) -> Lookup {
        self.lookups.get(axis.index()).copied().unwrap_or(Lookup(0))
    }
}

fn listed(space: &Space<'_>, fact: FactId, list: ListId) -> Computed {
    match &space.lists()[list].values {
        ListValues::Digits(_) => Computed::Keys(fact, Members::of(&space.list_keys(fact, list))),
        ListValues::Texts(texts) => Computed::Texts(fact, Texts::of(texts.iter().map(String::as_str))),
    }
}

impl<'a> Placed<'a> {
    /// A payment that is made for the facts of these axes.
    #[inline]
    pub(crate) fn new(axes: &'a Axes, payment: &'a Payment) -> Self {
        Self::of(axes, payment.values())
    }

    /// The values of a payment that is made for the facts of these axes.
    #[inline]
    pub(crate) fn of(axes: &'a Axes, values: Values<'a>) -> Self {
        Self { axes, values, known: Cell::new(0), found: [const { Cell::new(0) }; REMEMBERED] }
    }

    /// The computed key at a place.
    fn remembered(&self, place: usize) -> u64 {
        let Some(found) = self.found.get(place) else { return self.compute(place) };
        let bit = 1 << place;
        if self.known.get() & bit == 0 {
            found.set(self.compute(place));
            self.known.set(self.known.get() | bit);
        }
        found.get()
    }

    /// The key on an axis.
    pub(crate) fn on(&self, axis: AxisId) -> u64 {
        self.key(self.axes.lookup(axis))
    }

    fn key(&self, lookup: Lookup) -> u64 {
        match lookup.is_computed() {
            true => self.remembered(lookup.place()),
            false => self.values.slot(lookup.place()),
        }
    }

    #[inline(never)]
    fn compute(&self, place: usize) -> u64 {
        let Self { axes, values, .. } = self;
        match axes.computed.get(place) {
            Some(Computed::Text(fact, texts)) => texts.key(*values, *fact),
            Some(Computed::Shapes(fact, shapes)) => values.text(*fact).map_or(0, |text| shapes.of_text(text)),
            Some(Computed::Bit(all, bit)) => (self.remembered(*all) >> bit) & 1,
            Some(Computed::Keys(fact, members)) => u64::from(members.contains(values.slot(fact.slot()))),
            Some(Computed::Texts(fact, texts)) => u64::from(!matches!(texts.key(*values, *fact), 0 | ABSENT)),
            Some(Computed::Order(order)) => order.key(&axes.facts, *values),
            Some(Computed::Opaque(formula)) => u64::from(formula.holds(&|axis| self.key(axes.lookup(axis)))),
            None => ABSENT,
        }
    }
}

impl Keys for Placed<'_> {
    #[inline]
    fn slots(&self) -> &[u64] {
        self.values.slots()
    }

    #[inline]
    fn computed(&self, lookup: Lookup) -> u64 {
        self.remembered(lookup.place())
    }
}
