//! A graph read back from its words: what each node asks, which keys lead where, and what a leaf has still to ask of
//! each of its boxes. Nothing here is on the way of a decision.

use rustc_hash::FxHashMap;
use waypost_dsl::space::{AxisId, KeySet, Region};

use crate::graph::Graph;
use crate::graph::target::{Kind, Ref};
use crate::graph::words::{By, Head, Line, half};
use crate::keys::Lookup;

/// Where a reference leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum To {
    Rule(u32),
    Nothing,
    /// The place of a node in the list of all.
    Node(usize),
}

/// A node.
#[derive(Debug)]
pub(crate) enum Node {
    /// The keys on one axis, and where each set of them leads.
    Test(AxisId, Vec<(KeySet, To)>),
    /// Boxes in order, each with its rule; and where to go on if a payment lies in none of them.
    Leaf(Vec<(u32, Region)>, To),
}

/// All nodes of a graph, in the order in which they are come to, and where walks begin.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) roots: Vec<To>,
    pub(crate) nodes: Vec<Node>,
}

/// Reads a graph. `axes` gives the axis of each lookup, and `whole` all keys on an axis.
pub(crate) fn read(
    graph: &Graph,
    axes: &FxHashMap<Lookup, AxisId>,
    whole: impl Fn(AxisId) -> KeySet,
) -> Option<Read> {
    let mut reader =
        Reader { words: graph.arena.words(), axes, whole, order: vec![], places: FxHashMap::default() };
    let roots = graph.arena.roots().iter().map(|root| reader.to(root.at)).collect();
    let mut nodes = vec![];
    while let Some(&at) = reader.order.get(nodes.len()) {
        nodes.push(reader.node(at)?);
    }
    Some(Read { roots, nodes })
}

struct Reader<'a, F> {
    words: &'a [u64],
    axes: &'a FxHashMap<Lookup, AxisId>,
    whole: F,
    /// All nodes that were come to.
    order: Vec<Ref>,
    places: FxHashMap<Ref, usize>,
}

impl<F: Fn(AxisId) -> KeySet> Reader<'_, F> {
    fn to(&mut self, at: Ref) -> To {
        match at.kind() {
            Kind::Rule => To::Rule(at.place()),
            Kind::Nothing => To::Nothing,
            _ => To::Node(*self.places.entry(at).or_insert_with(|| {
                self.order.push(at);
                self.order.len() - 1
            })),
        }
    }

    fn node(&mut self, at: Ref) -> Option<Node> {
        let place = at.place() as usize;
        let first = self.word(place)?;
        match at.kind() {
            Kind::Leaf => self.leaf(place, Head::from_bits(first), 1),
            Kind::Broad => self.leaf(place, Head::from_bits(first), 4),
            kind => self.test(By::from_bits(first), kind),
        }
    }

    fn test(&mut self, by: By, kind: Kind) -> Option<Node> {
        let (values, classes) = self.classes(by, kind)?;
        let mut ways: Vec<(Vec<(u64, u64)>, Ref)> = vec![];
        for (number, keys) in classes.into_iter().enumerate() {
            let at = Ref::from_bits(half(self.word(values + number / 2)?, number));
            match ways.iter_mut().find(|(_, known)| *known == at) {
                Some((known, _)) => known.push(keys),
                None => ways.push((vec![keys], at)),
            }
        }
        let axis = *self.axes.get(&by.lookup())?;
        let whole = (self.whole)(axis);
        let ways = ways.into_iter().map(|(keys, at)| (KeySet::from_ranges(keys).intersection(&whole), at));
        // What no payment has may lead elsewhere.
        let ways: Vec<(KeySet, Ref)> = ways.filter(|(keys, _)| !keys.is_empty()).collect();
        Some(Node::Test(axis, ways.into_iter().map(|(keys, at)| (keys, self.to(at))).collect()))
    }

    fn leaf(&mut self, place: usize, head: Head, width: usize) -> Option<Node> {
        let mut regions = vec![Some(Region::everything()); width * 64];
        let mut next = place + 1;
        for (kind, count) in
            [Kind::Direct, Kind::Four, Kind::Eight, Kind::Many].into_iter().zip(head.columns())
        {
            for _ in 0..count {
                let by = By::from_bits(self.word(next)?);
                let kind = if kind == Kind::Many && by.last_class() > 0 { Kind::Direct } else { kind };
                self.column(by, kind, width, &mut regions)?;
                next += 1;
            }
        }
        let mut boxes = vec![];
        for (number, region) in regions.into_iter().enumerate() {
            // A number that all rows lack is no box's.
            let Some(region) = region else { continue };
            boxes.push((half(self.word(next + number / 2)?, number), region));
        }
        let miss = self.to(head.miss());
        Some(Node::Leaf(boxes, miss))
    }

    /// Limits the region of each box by a column of a leaf.
    fn column(&self, by: By, kind: Kind, width: usize, regions: &mut [Option<Region>]) -> Option<()> {
        let (rows, classes) = self.classes(by, kind)?;
        let axis = *self.axes.get(&by.lookup())?;
        let whole = (self.whole)(axis);
        for (number, region) in regions.iter_mut().enumerate() {
            let Some(known) = region.take() else { continue };
            let mut keys = vec![];
            for (class, range) in classes.iter().enumerate() {
                let row = self.word(rows + class * width + number / 64)?;
                keys.extend((row & (1 << (number % 64)) != 0).then_some(*range));
            }
            let keys = KeySet::from_ranges(keys).intersection(&whole);
            *region = if keys == whole { Some(known) } else { known.with(axis, &keys) };
        }
        Some(())
    }

    /// Where what belongs to the classes of an axis stands, and the keys of each class.
    fn classes(&self, by: By, kind: Kind) -> Option<(usize, Vec<(u64, u64)>)> {
        let last = by.last_class() as u64;
        let (values, cuts) = match kind {
            Kind::Direct => (by.at(), (1..=last).collect()),
            Kind::Four => (by.at() + 4, self.cuts(by.at(), by.last_class())?),
            Kind::Eight => (by.at() + 8, self.cuts(by.at(), by.last_class())?),
            _ => {
                let line = Line::from_words(*self.words.get(by.at()..)?.first_chunk()?);
                let cuts = by.at() + Line::WORDS + line.table_words();
                (cuts + line.cuts() + Line::PADDING, self.cuts(cuts, line.cuts())?)
            }
        };
        let firsts = [0].into_iter().chain(cuts.iter().copied());
        let lasts = cuts.iter().map(|cut| cut.saturating_sub(1)).chain([u64::MAX]);
        Some((values, firsts.zip(lasts).collect()))
    }

    fn cuts(&self, at: usize, count: usize) -> Option<Vec<u64>> {
        self.words.get(at..at + count).map(<[u64]>::to_vec)
    }

    fn word(&self, place: usize) -> Option<u64> {
        self.words.get(place).copied()
    }
}
