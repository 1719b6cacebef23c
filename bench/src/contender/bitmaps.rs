//! Bitmaps, as packet classifiers have them (Lakshman and Stiliadis 1998, "High-speed policy-based packet forwarding"):
//! the keys of each fact fall into classes that no rule tells apart, each class has a row with a bit for every region that
//! takes it, and the lowest bit that is left when the rows of a payment are put together names the rule.

use waypost_dsl::arena::Id as _;
use waypost_dsl::hir::Policy;
use waypost_dsl::space::{AxisId, KeySet, Region, Space};

use super::Contender;
use super::keys::Keys;
use crate::set::Set;

/// More regions of one rule than any set has.
const REGIONS: usize = 64;
/// More facts than any set has.
const FACTS: usize = 16;

pub(super) struct Bitmaps<'a> {
    /// The facts that some rule tests.
    tables: Vec<Table>,
    /// The rule of each region.
    rules: Vec<usize>,
    /// How many words a row has.
    words: usize,
    keys: Keys<'a>,
}

/// The classes of one fact.
struct Table {
    axis: usize,
    /// The first key of each class but the first.
    cuts: Vec<u64>,
    /// The rows of all classes, one behind the other.
    rows: Vec<u64>,
}

impl<'a> Contender<'a> for Bitmaps<'a> {
    /// A policy that was checked.
    type Source = &'a Policy;
    type Payment = Vec<u64>;

    fn write(set: &'a Set) -> &'a Policy {
        &set.policy
    }

    fn load(policy: &'a Policy) -> Result<Self, String> {
        let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
        let rules = policy.stages.iter().flat_map(|stage| stage.rules.iter());
        let mut regions = vec![];
        for (rule, (_, condition)) in rules.enumerate() {
            let formula = space.formula(&condition.when);
            regions.extend(space.regions(&formula, REGIONS).into_iter().map(|region| (rule, region)));
        }
        let (rules, regions): (Vec<usize>, Vec<Region>) = regions.into_iter().unzip();
        let axes = policy.facts.all.ids().map(|fact| AxisId::new(fact.index()));
        let tables = axes.filter_map(|axis| Table::of(axis, &regions)).collect();
        Ok(Self { tables, rules, words: regions.len().div_ceil(64), keys: Keys::of(&space) })
    }

    fn parse(&mut self, json: &'a [u8]) -> Vec<u64> {
        self.keys.read(json)
    }

    fn decide(&mut self, keys: &Vec<u64>) -> Option<usize> {
        let mut rows: [&[u64]; FACTS] = [&[]; FACTS];
        for (row, table) in rows.iter_mut().zip(&self.tables) {
            let class = table.cuts.partition_point(|&cut| cut <= keys[table.axis]);
            *row = &table.rows[class * self.words..][..self.words];
        }
        let rows = &rows[..self.tables.len()];
        let left = |word: usize| rows.iter().fold(u64::MAX, |left, row| left & row[word]);
        let (word, left) = (0..self.words).map(|word| (word, left(word))).find(|(_, left)| *left != 0)?;
        Some(self.rules[word * 64 + left.trailing_zeros() as usize])
    }
}

impl Table {
    /// The classes of a fact, if some region has a side on it.
    fn of(axis: AxisId, regions: &[Region]) -> Option<Self> {
        let full = KeySet::full();
        let sides: Vec<&KeySet> = regions.iter().map(|region| region.side(axis).unwrap_or(&full)).collect();
        let ranges = sides.iter().flat_map(|side| side.ranges());
        let ends = ranges.flat_map(|&(first, last)| [Some(first), last.checked_add(1)]);
        let mut cuts: Vec<u64> = ends.flatten().filter(|&cut| cut > 0).collect();
        cuts.sort_unstable();
        cuts.dedup();
        let words = regions.len().div_ceil(64);
        let mut rows = vec![0; (cuts.len() + 1) * words];
        let class = |key: u64| cuts.partition_point(|&cut| cut <= key);
        for (region, side) in sides.iter().enumerate() {
            for class in side.ranges().iter().flat_map(|&(first, last)| class(first)..=class(last)) {
                rows[class * words + region / 64] |= 1 << (region % 64);
            }
        }
        (!cuts.is_empty()).then_some(Self { axis: axis.index(), cuts, rows })
    }
}
