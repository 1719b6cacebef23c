//! Rules as boxes: what a graph is built from. A box is a region with the number of its rule; equal key sets are
//! stored once and go by number.

use rustc_hash::FxHashMap;
use waypost_dsl::arena::{Arena, Id};
use waypost_dsl::space::{ABSENT, AxisId, KeySet, Region, Space};

use crate::keys::{Axes, Lookup};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) struct $name(u32);

        impl Id for $name {
            fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// The number of a box; boxes are tried in the order of their numbers.
    BoxId;
    /// The number of a key set on one axis; sets on two axes have two numbers, though they hold the same keys.
    SetId;
}

/// What a builder knows of an axis.
#[derive(Debug)]
pub(crate) struct Line {
    /// Where a payment's key comes from.
    pub(super) lookup: Lookup,
    /// All keys that payments can have.
    pub(super) whole: KeySet,
    /// The least number greater than every key but that of an absent fact.
    pub(super) end: u64,
}

/// One limit of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Side {
    /// On which axis.
    pub(super) axis: AxisId,
    /// Which keys are inside.
    pub(super) set: SetId,
}

/// An ordered list of boxes.
#[derive(Debug)]
pub(crate) struct Boxes<'l> {
    lines: &'l Arena<AxisId, Line>,
    all: Arena<BoxId, (u32, Vec<Side>)>,
    sets: Arena<SetId, KeySet>,
    known: FxHashMap<(AxisId, KeySet), SetId>,
}

/// The lines of all axes of a space.
pub(crate) fn lines(space: &Space<'_>, axes: &Axes) -> Arena<AxisId, Line> {
    let mut lines = Arena::default();
    for axis in space.axes().ids() {
        let whole = space.whole(axis);
        let values = whole.minus(&KeySet::point(ABSENT));
        let end = values.ranges().last().map_or(0, |&(_, last)| last.saturating_add(1));
        lines.add(Line { lookup: axes.lookup(axis), whole, end });
    }
    lines
}

impl<'l> Boxes<'l> {
    /// The boxes of rules, each given by the regions that together are its condition.
    pub(crate) fn of<R: AsRef<[Region]>>(lines: &'l Arena<AxisId, Line>, rules: &[R]) -> Self {
        let mut boxes =
            Self { lines, all: Arena::default(), sets: Arena::default(), known: FxHashMap::default() };
        for (rule, regions) in (0..).zip(rules) {
            for region in regions.as_ref() {
                boxes.add(rule, region);
            }
        }
        boxes
    }

    /// Adds a box, unless no payment lies in it.
    fn add(&mut self, rule: u32, region: &Region) {
        let mut sides = vec![];
        for (axis, keys) in region.sides() {
            let whole = &self.lines[*axis].whole;
            let keys = keys.intersection(whole);
            if keys.is_empty() {
                return;
            }
            if keys != *whole {
                sides.push(Side { axis: *axis, set: self.intern(*axis, &stretched(&keys, whole)) });
            }
        }
        self.all.add((rule, sides));
    }

    fn intern(&mut self, axis: AxisId, keys: &KeySet) -> SetId {
        let sets = &mut self.sets;
        *self.known.entry((axis, keys.clone())).or_insert_with(|| sets.add(keys.clone()))
    }

    /// A number that is greater than that of every rule.
    pub(super) fn rules(&self) -> u32 {
        self.all.iter().last().map_or(0, |(_, (rule, _))| rule + 1)
    }

    /// How many slots the payments have that lie in them.
    pub(super) fn slots(&self) -> usize {
        let slots = self.lines.iter().filter(|(_, line)| !line.lookup.is_computed());
        slots.map(|(_, line)| line.lookup.place() + 1).max().unwrap_or(0)
    }

    /// All boxes in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = BoxId> + use<> {
        self.all.ids()
    }

    /// The rule of a box.
    pub(super) fn rule(&self, id: BoxId) -> u32 {
        self.all[id].0
    }

    /// The limits of a box, in the order of their axes.
    pub(super) fn sides(&self, id: BoxId) -> &[Side] {
        &self.all[id].1
    }

    /// The set with that number on `axis`, if the box is limited there.
    pub(super) fn side(&self, id: BoxId, axis: AxisId) -> Option<SetId> {
        self.sides(id).iter().find(|side| side.axis == axis).map(|side| side.set)
    }

    /// The keys of a set.
    pub(super) fn keys(&self, set: SetId) -> &KeySet {
        &self.sets[set]
    }

    /// What is known of the axes.
    pub(super) fn lines(&self) -> &'l Arena<AxisId, Line> {
        self.lines
    }
}

/// The same set, with the keys that no payment has given to the stretch before them (those before the first value to
/// the first stretch), so that they part no classes.
fn stretched(keys: &KeySet, whole: &KeySet) -> KeySet {
    let holes = whole.complement();
    let joined = holes.ranges().iter().filter(|&&(first, _)| keys.contains(first.saturating_sub(1)));
    let leading =
        holes.ranges().first().filter(|&&(first, last)| first == 0 && keys.contains(last.saturating_add(1)));
    KeySet::from_ranges(keys.ranges().iter().chain(joined).chain(leading).copied())
}
