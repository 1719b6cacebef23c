//! What no payment can be: facts that are there when they must not be, or not there when they must, and texts that
//! would have contradicting shapes.

use crate::hir::{FactId, ListValues, TextPattern};
use crate::space::{ABSENT, Axis, AxisId, Formula, KeySet, Region, Space};

impl Space<'_> {
    /// Regions that hold no payment, or nothing if there are more than `most`. Whatever lies in none of them is a
    /// payment that can be, but for texts that cannot have all the shapes asked of them together.
    pub fn impossible(&mut self, most: usize) -> Option<Vec<Region>> {
        let mut regions = vec![];
        let facts = self.facts;
        for (id, fact) in facts.given() {
            let Some(only_when) = &fact.only_when else { continue };
            let axis = self.axis(id);
            let wrongly_there =
                [Formula::In(axis, KeySet::range(0, ABSENT - 1)), self.negation(only_when)].to_vec();
            regions.extend(Formula::all(wrongly_there).regions(most)?);
            if !fact.optional {
                let wrongly_absent =
                    [Formula::In(axis, KeySet::point(ABSENT)), self.formula(only_when)].to_vec();
                regions.extend(Formula::all(wrongly_absent).regions(most)?);
            }
        }
        let patterns: Vec<(AxisId, FactId, TextPattern)> = self
            .axes
            .iter()
            .filter_map(|(axis, kind)| match kind {
                Axis::Pattern(fact, pattern) => Some((axis, *fact, pattern.clone())),
                _ => None,
            })
            .collect();
        for (place, (axis, fact, pattern)) in patterns.iter().enumerate() {
            regions.extend(self.text_contradictions(*axis, *fact, pattern));
            for (other_axis, other_fact, other) in patterns.iter().skip(place + 1) {
                if fact == other_fact {
                    regions.extend(pair_contradictions((*axis, pattern), (*other_axis, other)));
                }
            }
        }
        regions.extend(self.listings());
        regions.extend(self.orders());
        regions.extend(self.orders_by_rates());
        (regions.len() <= most).then_some(regions)
    }

    /// What is in a list of digits is known by its key; of a list of texts, only for texts that tests name.
    fn listings(&self) -> Vec<Region> {
        let mut regions = vec![];
        for (axis, kind) in self.axes.iter() {
            let Axis::Listed(fact, list) = kind else { continue };
            let line = self.axis(*fact);
            let named = || (1..).zip(self.texts(*fact));
            let (inside, outside) = match &self.lists[*list].values {
                ListValues::Digits(_) => {
                    let keys = self.list_keys(*fact, *list);
                    let outside = self.whole(line).minus(&keys);
                    (keys, outside)
                }
                ListValues::Texts(_) => {
                    let of = |wanted: bool| {
                        let keys = named().filter(|(_, text)| self.lists[*list].has_text(text) == wanted);
                        KeySet::from_ranges(keys.map(|(key, _)| (key, key)))
                    };
                    (of(true), of(false).union(&KeySet::point(ABSENT)))
                }
            };
            let region = |keys: &KeySet, listed| {
                Region::everything().with(line, keys)?.with(axis, &KeySet::point(listed))
            };
            regions.extend(region(&inside, 0));
            regions.extend(region(&outside, 1));
        }
        regions
    }

    /// Two facts have an order if and only if both are there.
    fn orders(&self) -> Vec<Region> {
        let mut regions = vec![];
        for (axis, kind) in self.axes.iter() {
            let Axis::Order(one, other, _) = kind else { continue };
            let (one, other) = (self.axis(*one), self.axis(*other));
            let (there, absent) = (KeySet::range(0, ABSENT - 1), KeySet::point(ABSENT));
            for fact in [one, other] {
                regions.extend(
                    Region::everything().with(fact, &absent).and_then(|region| region.with(axis, &there)),
                );
            }
            let both = Region::everything().with(one, &there).and_then(|region| region.with(other, &there));
            regions.extend(both.and_then(|region| region.with(axis, &absent)));
        }
        regions
    }

    /// A named text has the shapes that it has, and an absent one has none.
    fn text_contradictions(&self, axis: AxisId, fact: FactId, pattern: &TextPattern) -> Vec<Region> {
        let named = |wanted: bool| {
            let keys = (1..).zip(self.texts(fact)).filter(|(_, text)| pattern.matches(text) == wanted);
            KeySet::from_ranges(keys.map(|(key, _)| (key, key)))
        };
        let text = self.axis(fact);
        let without = named(false).union(&KeySet::point(ABSENT));
        [(named(true), 0), (without, 1)]
            .into_iter()
            .filter_map(|(keys, shape)| {
                Region::everything().with(text, &keys)?.with(axis, &KeySet::point(shape))
            })
            .collect()
    }
}

/// Two shapes of one text of which one brings the other with it, or forbids it.
fn pair_contradictions(a: (AxisId, &TextPattern), b: (AxisId, &TextPattern)) -> Vec<Region> {
    let both = |x: u64, y: u64| {
        Region::everything()
            .with(a.0, &KeySet::point(x))
            .and_then(|region| region.with(b.0, &KeySet::point(y)))
    };
    let mut regions = vec![];
    if implies(a.1, b.1) {
        regions.extend(both(1, 0));
    }
    if implies(b.1, a.1) {
        regions.extend(both(0, 1));
    }
    if excludes(a.1, b.1) {
        regions.extend(both(1, 1));
    }
    regions
}

/// Whether every text of the first shape is of the second.
fn implies(first: &TextPattern, second: &TextPattern) -> bool {
    use TextPattern::{Contains, EndsWith, StartsWith};
    match (first, second) {
        (StartsWith(long), StartsWith(short)) => long.starts_with(short.as_str()),
        (EndsWith(long), EndsWith(short)) => long.ends_with(short.as_str()),
        (StartsWith(long) | EndsWith(long) | Contains(long), Contains(short)) => {
            long.contains(short.as_str())
        }
        _ => false,
    }
}

/// Whether no text is of both shapes.
fn excludes(first: &TextPattern, second: &TextPattern) -> bool {
    use TextPattern::{EndsWith, StartsWith};
    match (first, second) {
        (StartsWith(a), StartsWith(b)) => !a.starts_with(b.as_str()) && !b.starts_with(a.as_str()),
        (EndsWith(a), EndsWith(b)) => !a.ends_with(b.as_str()) && !b.ends_with(a.as_str()),
        _ => false,
    }
}
