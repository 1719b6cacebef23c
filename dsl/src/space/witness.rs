//! A region to one of its payments, spelled out.

mod orders;
mod text;

use crate::diagnostic::{Witness, WitnessFact, WitnessValue};
use crate::hir::{Fact, FactId, Origin, Type};
use crate::space::{ABSENT, Axis, AxisId, KeySet, Region, Space, line};
use orders::Arranged;

/// What a fact of the payment that is looked for is.
#[derive(Debug, Clone, PartialEq)]
enum Chosen {
    Absent,
    Key(u64),
    Text(String),
}

impl Space<'_> {
    /// A payment of a region that holds nothing impossible; nothing if none could be found, as where no text has all
    /// the shapes asked of it, or if the region depends on an opaque axis.
    pub fn witness(&self, region: &Region) -> Option<Witness> {
        let opaque = |(axis, _): &(AxisId, KeySet)| matches!(self.axes.at(*axis), Some(Axis::Opaque(_)));
        if region.sides().iter().any(opaque) {
            return None;
        }
        let mut chosen: Vec<(FactId, Chosen)> =
            self.facts.given().map(|(id, _)| Some((id, self.choose(id, region)?))).collect::<Option<_>>()?;
        match self.arranged(region, &chosen) {
            Arranged::As(compared) => chosen = orders::put(chosen, &compared),
            Arranged::Never | Arranged::Unknown => return None,
        }
        let mut facts = vec![];
        for (id, chosen) in chosen {
            let Fact { name, origin, ty, optional, .. } = &self.facts[id];
            let value = match chosen {
                Chosen::Absent => continue,
                // Nothing is said of a connector that is as if nothing were said.
                Chosen::Key(0) if matches!(origin, Origin::Signal(..)) && !optional => continue,
                // An hour that the clocks left out has a key, but no instant.
                Chosen::Key(key) => WitnessValue::of(ty, ty.value(key)?)?,
                Chosen::Text(text) => WitnessValue::Text(text),
            };
            facts.push(WitnessFact { name: name.clone(), origin: *origin, value });
        }
        Some(Witness { facts })
    }

    /// Whether it is proved that no payment lies in a region, since facts that are compared would have to stand in an order
    /// in which their values never are.
    pub fn is_out_of_order(&self, region: &Region) -> bool {
        matches!(self.arranged(region, &[]), Arranged::Never)
    }

    fn choose(&self, id: FactId, region: &Region) -> Option<Chosen> {
        let fact = &self.facts[id];
        let keys = self.allowed(id, region);
        match fact.ty {
            // A fact that says nothing is left out where it may be.
            _ if fact.optional && keys.contains(ABSENT) => Some(Chosen::Absent),
            Type::Text => match self.text(id, region) {
                None => keys.contains(ABSENT).then_some(Chosen::Absent),
                Some(text) => Some(Chosen::Text(text)),
            },
            _ => match line_choice(fact, &keys) {
                Some(ABSENT) | None => Some(Chosen::Absent),
                Some(key) => Some(Chosen::Key(key)),
            },
        }
    }

    /// The keys that a fact may have in a region, as far as its own axis and its lists say.
    fn allowed(&self, id: FactId, region: &Region) -> KeySet {
        let axis = self.axis(id);
        let mut keys = region.side(axis).cloned().unwrap_or_else(|| self.whole(axis));
        for (side, listed) in region.sides() {
            match self.axes.at(*side) {
                Some(Axis::Listed(fact, list)) if *fact == id && self.facts[id].ty != Type::Text => {
                    let inside = self.list_keys(id, *list);
                    keys = if listed.contains(1) { keys.intersection(&inside) } else { keys.minus(&inside) };
                }
                _ => {}
            }
        }
        keys
    }
}

/// The key that reads best: a day of our time, else the least.
fn line_choice(fact: &Fact, keys: &KeySet) -> Option<u64> {
    match fact.ty {
        Type::Timestamp(_) => line::recent(keys),
        _ => keys.least(),
    }
}
