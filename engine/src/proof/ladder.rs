//! The rules of a stage as regions in their order, made to be asked which of them are near: a bit a region for each class
//! of each axis, put together as a bitmap over all rules is (Lakshman and Stiliadis 1998).

use waypost_dsl::space::{AxisId, Region};

use crate::graph::Classes;

/// The most bytes that the bits of one axis may take; an axis that would take more is not asked.
const MOST_BYTES: usize = 32 << 20;
/// The most classes of one axis that a region is looked up in.
const MOST_CLASSES: usize = 64;

/// An ordered list of regions, each of a rule.
#[derive(Debug)]
pub(crate) struct Ladder {
    regions: Vec<Region>,
    /// The rule of each region.
    rules: Vec<usize>,
    /// Where the regions of each rule begin, and where those of the last one end.
    starts: Vec<usize>,
    lines: Vec<Line>,
}

/// One axis, with the regions that allow each of its classes.
#[derive(Debug)]
struct Line {
    axis: AxisId,
    classes: Classes,
    allowed: Vec<Bits>,
}

/// A bit for each region.
type Bits = Vec<u64>;

impl Ladder {
    /// The rules of a stage, each given by the regions that together are its condition.
    pub(crate) fn of(rules: Vec<Vec<Region>>) -> Self {
        let (mut regions, mut owners, mut starts) = (vec![], vec![], vec![0]);
        for (number, own) in rules.into_iter().enumerate() {
            owners.extend(own.iter().map(|_| number));
            regions.extend(own);
            starts.push(regions.len());
        }
        let lines = lines(&regions);
        Self { regions, rules: owners, starts, lines }
    }

    /// How many rules there are.
    pub(crate) fn rules(&self) -> usize {
        self.starts.len() - 1
    }

    /// The regions of all rules.
    pub(crate) fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The regions of a rule.
    pub(crate) fn of_rule(&self, rule: usize) -> &[Region] {
        let range = self.starts.get(rule).zip(self.starts.get(rule + 1));
        range.and_then(|(&start, &end)| self.regions.get(start..end)).unwrap_or_default()
    }

    /// The regions that have something in common with `region`, each with its rule, in order.
    pub(crate) fn near<'l>(&'l self, region: &Region) -> impl Iterator<Item = (usize, &'l Region)> {
        let mut live = vec![u64::MAX; words(self.regions.len())];
        for line in &self.lines {
            if let Some(bits) = region.side(line.axis).and_then(|keys| line.allowing(keys)) {
                live.iter_mut().zip(bits).for_each(|(live, bits)| *live &= bits);
            }
        }
        let near: Vec<usize> = self.places(&live).collect();
        let near = near.into_iter().filter_map(|place| self.at(place));
        near.filter(|(_, known)| known.intersects(region)).collect::<Vec<_>>().into_iter()
    }

    /// The rules that a payment with these keys meets, in order.
    pub(crate) fn met(&self, key: impl Fn(AxisId) -> u64) -> Vec<usize> {
        let mut live = vec![u64::MAX; words(self.regions.len())];
        for line in &self.lines {
            if let Some(bits) = line.allowed.get(line.classes.class(key(line.axis))) {
                live.iter_mut().zip(bits).for_each(|(live, bits)| *live &= bits);
            }
        }
        let places: Vec<usize> = self.places(&live).collect();
        let met = places.into_iter().filter_map(|place| self.at(place));
        let mut rules: Vec<usize> =
            met.filter(|(_, region)| region.holds(&key)).map(|(rule, _)| rule).collect();
        rules.dedup();
        rules
    }

    fn at(&self, place: usize) -> Option<(usize, &Region)> {
        Some((*self.rules.get(place)?, self.regions.get(place)?))
    }

    fn places<'b>(&self, bits: &'b [u64]) -> impl Iterator<Item = usize> + use<'b> {
        let count = self.regions.len();
        let of_word = |(number, &word): (usize, &u64)| {
            let rest = std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)));
            rest.take_while(|rest| *rest != 0).map(move |rest| number * 64 + rest.trailing_zeros() as usize)
        };
        bits.iter().enumerate().flat_map(of_word).take_while(move |&place| place < count)
    }
}

impl Line {
    /// The regions that allow one of these keys, or nothing if that would take too long to find out.
    fn allowing(&self, keys: &waypost_dsl::space::KeySet) -> Option<Bits> {
        let classes =
            keys.ranges().iter().map(|&(first, last)| (self.classes.class(first), self.classes.class(last)));
        let count: usize = classes.clone().map(|(first, last)| last - first + 1).sum();
        if count > MOST_CLASSES {
            return None;
        }
        let mut all: Option<Bits> = None;
        for bits in classes.flat_map(|(first, last)| self.allowed.get(first..=last).unwrap_or_default()) {
            match &mut all {
                None => all = Some(bits.clone()),
                Some(all) => all.iter_mut().zip(bits).for_each(|(all, bits)| *all |= bits),
            }
        }
        all
    }
}

fn words(bits: usize) -> usize {
    bits.div_ceil(u64::BITS as usize)
}

fn lines(regions: &[Region]) -> Vec<Line> {
    let mut axes: Vec<AxisId> =
        regions.iter().flat_map(|region| region.sides().iter().map(|(axis, _)| *axis)).collect();
    axes.sort_unstable();
    axes.dedup();
    axes.into_iter().filter_map(|axis| line(regions, axis)).collect()
}

fn line(regions: &[Region], axis: AxisId) -> Option<Line> {
    let classes = Classes::of(regions.iter().filter_map(|region| region.side(axis)));
    let words = words(regions.len());
    if classes.len().saturating_mul(words * size_of::<u64>()) > MOST_BYTES {
        return None;
    }
    let mut open = vec![0; words];
    let limited = regions.iter().enumerate().filter_map(|(place, region)| Some((place, region.side(axis)?)));
    for (place, _) in regions.iter().enumerate().filter(|(_, region)| region.side(axis).is_none()) {
        set(&mut open, place);
    }
    let mut allowed = vec![open; classes.len()];
    for (place, keys) in limited {
        for class in classes.within(keys).flatten() {
            allowed.get_mut(class).into_iter().for_each(|bits| set(bits, place));
        }
    }
    Some(Line { axis, classes, allowed })
}

fn set(bits: &mut Bits, place: usize) {
    bits.get_mut(place / 64).into_iter().for_each(|word| *word |= 1 << (place % 64));
}
