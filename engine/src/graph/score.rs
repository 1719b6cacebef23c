//! How good a graph is: the predicted time of walks for sampled payments. Settings that suit one list of rules may be
//! eight times too slow for another, so several graphs are built and the best one is kept.

use fastrand::Rng;
use waypost_dsl::space::KeySet;

use crate::graph::arena::{Arena, Watch};
use crate::graph::boxes::{BoxId, Boxes};
use crate::graph::target::{Kind, Ref};
use crate::graph::words::Head;
use crate::keys::{Keys, Lookup};

/// How many payments are sampled.
const SAMPLES: usize = 512;

/// The keys of one sampled payment, by their lookups.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    slots: Vec<u64>,
    computed: Vec<u64>,
}

impl Keys for Sample {
    fn slots(&self) -> &[u64] {
        &self.slots
    }

    fn computed(&self, lookup: Lookup) -> u64 {
        self.computed.get(lookup.place()).copied().unwrap_or(0)
    }
}

impl Sample {
    fn set(&mut self, lookup: Lookup, key: u64) {
        let keys = if lookup.is_computed() { &mut self.computed } else { &mut self.slots };
        if keys.len() <= lookup.place() {
            keys.resize(lookup.place() + 1, 0);
        }
        keys.get_mut(lookup.place()).into_iter().for_each(|known| *known = key);
    }
}

/// Payments of which three in five lie in one of the boxes, the same ones each time.
pub(super) fn samples(boxes: &Boxes<'_>) -> Vec<Sample> {
    let all: Vec<BoxId> = boxes.ids().collect();
    let mut random = Rng::with_seed(0);
    let mut sample = || {
        let inside = all.get(random.usize(..all.len().max(1))).filter(|_| random.u8(..5) < 3);
        let mut sample = Sample::default();
        for (axis, line) in boxes.lines().iter() {
            let side = inside.and_then(|&id| boxes.side(id, axis));
            let side = side.map(|set| boxes.keys(set).intersection(&line.whole));
            sample.set(line.lookup, key(&mut random, side.as_ref().unwrap_or(&line.whole)));
        }
        sample
    };
    (0..SAMPLES).map(|_| sample()).collect()
}

/// One of the keys, each stretch as likely as the others.
fn key(random: &mut Rng, keys: &KeySet) -> u64 {
    let ranges = keys.ranges();
    let range = ranges.get(random.usize(..ranges.len().max(1)));
    range.map_or(0, |&(first, last)| random.u64(first..=last))
}

/// The predicted time of a decision for all samples together, in sixteenths of a nanosecond.
pub(super) fn score(arena: &Arena, samples: &[Sample]) -> u64 {
    let mut time = Time { arena, miss: miss(arena.bytes()), total: 0 };
    for sample in samples {
        arena.first(sample, &mut time);
    }
    time.total
}

/// What a node costs in the caches, in an arena of so many bytes.
fn miss(bytes: usize) -> u64 {
    match bytes >> 10 {
        0..128 => 0,
        128..512 => 48,
        512..2048 => 128,
        2048..8192 => 320,
        _ => 640,
    }
}

struct Time<'a> {
    arena: &'a Arena,
    miss: u64,
    total: u64,
}

impl Watch for Time<'_> {
    fn node(&mut self, at: Ref) {
        self.total += match at.kind() {
            Kind::Rule | Kind::Nothing => return,
            Kind::Direct => 40,
            Kind::Four => 56,
            Kind::Eight => 72,
            Kind::Many => 160 + self.miss,
            Kind::Leaf => self.leaf(at, 1),
            Kind::Broad => self.leaf(at, 3),
        };
        self.total += self.miss;
    }
}

impl Time<'_> {
    fn leaf(&self, at: Ref, width: u64) -> u64 {
        let word = self.arena.words().get(at.place() as usize).copied().unwrap_or(0);
        let [tables, fours, eights, rest] = Head::from_bits(word).columns().map(u64::from);
        let columns = tables + fours + eights + rest;
        128 + width * (16 * tables + 32 * fours + 48 * eights + 128 * rest) + columns * self.miss / 4
    }
}
