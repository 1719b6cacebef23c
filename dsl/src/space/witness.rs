//! A region to one of its payments, spelled out.

mod text;

use crate::diagnostic::{Witness, WitnessFact, WitnessValue};
use crate::hir::{self, Fact, FactId, Origin, Type};
use crate::space::{ABSENT, Axis, AxisId, KeySet, Region, Space, line};

/// What a fact of the payment that is looked for is.
#[derive(Debug, Clone, PartialEq)]
enum Chosen {
    Absent,
    Key(u64),
    Text(String),
}

/// Two facts, and the keys that their order may have.
type Orders<'r> = (FactId, FactId, &'r KeySet);

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
        let mut orders = vec![];
        for (axis, keys) in region.sides() {
            if let Some(Axis::Order(one, other)) = self.axes.at(*axis) {
                orders.push((*one, *other, keys));
                self.arrange(&orders, region, &mut chosen)?;
            }
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

    /// Chooses the last two facts anew, so that they are in one of their orders and those before stay so.
    fn arrange(
        &self,
        orders: &[Orders<'_>],
        region: &Region,
        chosen: &mut Vec<(FactId, Chosen)>,
    ) -> Option<()> {
        let &(one, other, _) = orders.last()?;
        let [firsts, seconds] = [one, other].map(|id| {
            let base = self.facts.base(id);
            let own = of(chosen, base).cloned();
            (base, own.into_iter().chain(self.candidates(base, region)).collect::<Vec<_>>())
        });
        let pairs = firsts.1.iter().flat_map(|a| seconds.1.iter().map(move |b| (a, b)));
        let same = firsts.1.iter().map(|a| (a, a)).filter(|(a, _)| seconds.1.contains(a));
        let arranged = pairs.chain(same).find_map(|(a, b)| {
            let mut trial = chosen.clone();
            for (id, choice) in &mut trial {
                match *id {
                    id if id == firsts.0 => *choice = a.clone(),
                    id if id == seconds.0 => *choice = b.clone(),
                    _ => {}
                }
            }
            orders.iter().all(|orders| self.holds(orders, &trial)).then_some(trial)
        });
        *chosen = arranged?;
        Some(())
    }

    fn holds(&self, (one, other, keys): &Orders<'_>, chosen: &[(FactId, Chosen)]) -> bool {
        let of = |id: FactId| of(chosen, self.facts.base(id)).map(|choice| (id, choice));
        of(*one).zip(of(*other)).is_some_and(|(one, other)| keys.contains(self.order_key(one, other)))
    }

    /// Some values that a fact may have in a region: those at the ends of its stretches, and absence.
    fn candidates(&self, id: FactId, region: &Region) -> Vec<Chosen> {
        if self.facts[id].ty == Type::Text {
            return vec![Chosen::Absent];
        }
        let keys = self.allowed(id, region);
        let ends = keys.ranges().iter().take(32).flat_map(|&(low, high)| {
            let high = if high == u64::MAX { low } else { high };
            [low, low.saturating_add(1).min(high), high]
        });
        let mut keys: Vec<u64> = ends.collect();
        keys.dedup();
        keys.into_iter().map(|key| if key == ABSENT { Chosen::Absent } else { Chosen::Key(key) }).collect()
    }

    fn order_key(&self, one: (FactId, &Chosen), other: (FactId, &Chosen)) -> u64 {
        let value = |(id, chosen): (FactId, &'_ Chosen)| match chosen {
            Chosen::Key(key) => self.facts[id].ty.value(*key),
            _ => None,
        };
        let (Some(a), Some(b)) = (value(one), value(other)) else {
            return match (one.1, other.1) {
                (Chosen::Text(a), Chosen::Text(b)) if a == b => 1,
                (Chosen::Text(_), Chosen::Text(_)) => 0,
                _ => ABSENT,
            };
        };
        match hir::order(self.rates, (&self.facts[one.0].ty, a), (&self.facts[other.0].ty, b)) {
            Some(std::cmp::Ordering::Less) => 0,
            Some(std::cmp::Ordering::Equal) => 1,
            Some(std::cmp::Ordering::Greater) => 2,
            None => ABSENT,
        }
    }
}

fn of(chosen: &[(FactId, Chosen)], id: FactId) -> Option<&Chosen> {
    chosen.iter().find(|(known, _)| *known == id).map(|(_, choice)| choice)
}

/// The key that reads best: a day of our time, else the least.
fn line_choice(fact: &Fact, keys: &KeySet) -> Option<u64> {
    match fact.ty {
        Type::Timestamp(_) => line::recent(keys),
        _ => keys.least(),
    }
}
