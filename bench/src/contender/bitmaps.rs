//! bitmaps
use waypost_dsl::arena::Id;
use waypost_dsl::hir::Policy;
use waypost_dsl::space::{AxisId, Space, Region, KeySet};
use super::Contender;
use super::scan::Keys;
use crate::set::Set;

pub struct Bitmaps<'a> { axes: Vec<Axis>, owner: Vec<u32>, keys: Keys<'a>, words: usize }

struct Axis { index: usize, cuts: Vec<u64>, rows: Vec<u64> }

impl<'a> Contender<'a> for Bitmaps<'a> {
    type Source = &'a Policy;
    type Payment = Vec<u64>;
    fn write(set: &'a Set) -> &'a Policy { &set.policy }
    fn load(policy: &'a Policy) -> Result<Self, String> {
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        let mut regions: Vec<Region> = vec![];
        let mut owner = vec![];
        for (n, (_, rule)) in policy.stages[0].rules.iter().enumerate() {
            let formula = space.formula(&rule.when);
            for r in space.regions(&formula, 64) { regions.push(r); owner.push(n as u32); }
        }
        let words = regions.len().div_ceil(64);
        let axes = policy.facts.all.ids().map(|id| AxisId::new(id.index())).filter_map(|axis| Axis::of(axis, &regions, words)).collect();
        Ok(Self { axes, owner, keys: Keys::of(&space), words })
    }
    fn parse(&mut self, json: &'a [u8]) -> Vec<u64> { self.keys.read(json) }
    fn decide(&mut self, keys: &Vec<u64>) -> Option<usize> {
        let mut rows: [&[u64]; 16] = [&[]; 16];
        for (slot, axis) in rows.iter_mut().zip(&self.axes) {
            let class = axis.cuts.partition_point(|&c| c <= keys[axis.index]);
            *slot = &axis.rows[class * self.words..][..self.words];
        }
        let rows = &rows[..self.axes.len()];
        for w in 0..self.words {
            let met = rows.iter().fold(u64::MAX, |met, row| met & row[w]);
            if met != 0 { return self.owner.get(w * 64 + met.trailing_zeros() as usize).map(|&n| n as usize); }
        }
        None
    }
}

impl Axis {
    fn of(axis: AxisId, regions: &[Region], words: usize) -> Option<Self> {
        let full = KeySet::full();
        let sets: Vec<&KeySet> = regions.iter().map(|r| r.side(axis).unwrap_or(&full)).collect();
        let mut cuts: Vec<u64> = sets.iter().flat_map(|s| s.ranges()).flat_map(|&(a, b)| [Some(a), b.checked_add(1)]).flatten().filter(|&c| c > 0).collect();
        cuts.sort_unstable(); cuts.dedup();
        if cuts.is_empty() { return None; }
        let mut rows = vec![0; (cuts.len() + 1) * words];
        for (n, s) in sets.iter().enumerate() {
            for &(a, b) in s.ranges() {
                let from = cuts.partition_point(|&c| c <= a);
                let to = cuts.partition_point(|&c| c <= b);
                for class in from..=to { rows[class * words + n / 64] |= 1 << (n % 64); }
            }
        }
        // past the end: bits beyond the regions stay clear
        Some(Self { index: axis.index(), cuts, rows })
    }
}
