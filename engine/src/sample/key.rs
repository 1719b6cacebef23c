//! Values of all types that have a line of keys, drawn as payments have them: small amounts rather than huge ones, and
//! instants of our days.

use waypost_dsl::hir::{Type, Value};
use waypost_dsl::space::{ABSENT, Axis, KeySet, Region};

use crate::sample::Given;
use crate::sample::drawing::{Drawing, TRIES};

/// Of a stretch whose length has no more bits, all keys are as likely.
const SHORT: u32 = 7;
/// How many bits the distance from the beginning has at most, but for one key in so many.
const BITS: u32 = 20;
const FAR: u32 = 16;
/// An hour, in microseconds.
const HOUR: i64 = 3_600_000_000;

impl Drawing<'_, '_> {
    /// A key that the fact has in `region`.
    pub(super) fn key(&mut self, given: &Given, region: &Region) -> Option<u64> {
        let known = self.known;
        let ty = &known.policy.facts[given.id].ty;
        let keys = region.side(given.axis).unwrap_or(&given.present);
        let lists = region.sides().iter().filter_map(|(axis, side)| match known.space.axes().at(*axis) {
            Some(Axis::Listed(fact, _)) if *fact == given.id => {
                Some((known.listed.get(axis)?, side.contains(1)))
            }
            _ => None,
        });
        let lists: Vec<(&KeySet, bool)> = lists.collect();
        let inside = lists.iter().find(|(_, wanted)| *wanted).map(|(list, _)| *list);
        (0..TRIES).find_map(|_| {
            let key = match inside {
                Some(list) => self.any(list)?,
                None => self.likely(ty, keys)?,
            };
            let listed = lists.iter().all(|(list, wanted)| list.contains(key) == *wanted);
            (listed && key != ABSENT && keys.contains(key)).then_some(key)
        })
    }

    /// An instant that the fact has in `region`, in microseconds: at the beginning of an hour, at its end, or between.
    pub(super) fn instant(&mut self, given: &Given, region: &Region) -> Option<i64> {
        let ty = &self.known.policy.facts[given.id].ty;
        (0..TRIES).find_map(|_| {
            let key = self.key(given, region)?;
            // An hour that the clocks left out has a key, but no instant.
            let Some(Value::Instant(begin)) = ty.value(key) else { return None };
            let after = match self.rng.u32(..8) {
                0 => 0,
                1 => HOUR - 1,
                _ => self.rng.i64(..HOUR),
            };
            [begin.saturating_add(after), begin]
                .into_iter()
                .find(|&at| ty.key(Value::Instant(at)) == Some(key))
        })
    }

    /// The first or the last key of a stretch, or the one beside it.
    pub(super) fn end(&mut self, keys: &KeySet) -> Option<u64> {
        let &(first, last) = self.rng.choice(keys.ranges())?;
        let ends = [Some(first), first.checked_sub(1), Some(last), last.checked_add(1)];
        *self.rng.choice(&ends)?
    }

    /// A key of any of the stretches.
    pub(super) fn any(&mut self, keys: &KeySet) -> Option<u64> {
        let &(first, last) = self.rng.choice(keys.ranges())?;
        Some(self.rng.u64(first..=last))
    }

    fn likely(&mut self, ty: &Type, keys: &KeySet) -> Option<u64> {
        match ty {
            Type::Money(currencies) => {
                let &(first, last) = self.rng.choice(keys.ranges())?;
                let stretch = KeySet::range(first, last);
                let places = (0..).zip(currencies).map(|(place, _)| KeySet::of_currency(place));
                let amounts: Vec<KeySet> = places.filter(|keys| keys.intersects(&stretch)).collect();
                let amounts = self.rng.choice(&amounts)?.intersection(&stretch);
                self.low(&amounts)
            }
            Type::Integer { .. } | Type::Percent | Type::Duration => self.low(keys),
            Type::Timestamp(_) => {
                let recent = keys.intersection(&self.known.recent);
                self.any(if recent.is_empty() { keys } else { &recent })
            }
            _ => self.any(keys),
        }
    }

    /// A key that is rather near the beginning of its stretch: how far from it, is as likely to take few bits as many.
    fn low(&mut self, keys: &KeySet) -> Option<u64> {
        let &(first, last) = self.rng.choice(keys.ranges())?;
        let most = last - first;
        let bits = most.checked_ilog2().map_or(0, |bits| bits + 1);
        let near = match self.rng.u32(..FAR) {
            _ if bits <= SHORT => most,
            0 => most,
            _ => (1 << self.rng.u32(..=bits.min(BITS))) - 1,
        };
        Some(first + self.rng.u64(..=near.min(most)))
    }
}
