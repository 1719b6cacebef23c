//! Looks through an arena that was built, node by node: whatever the keys of a payment are, a walk reads only words that
//! exist, comes only to nodes, and ends. Walks rest on it.

#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;
use thiserror::Error;

use crate::graph::arena::Root;
use crate::graph::target::{Kind, Ref};
use crate::graph::words::{By, Entry, Head, Line, half};

/// What is wrong with an arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum Fault {
    /// A node or what belongs to it reaches beyond the last word.
    #[error("a walk would read beyond the last word")]
    Beyond,
    /// A key is taken from a slot that payments do not have.
    #[error("a walk would ask for a slot that payments do not have")]
    Slot,
    /// A rule is named that does not exist.
    #[error("a walk would end at a rule that does not exist")]
    Rule,
    /// A node refers to one that stands behind it, so that a walk may not end.
    #[error("a walk may not end")]
    Circle,
    /// A column among those with a form has another one.
    #[error("a column does not have the form that its leaf says")]
    Form,
}

/// What is read for the classes of an axis. All cuts stand before it: if it exists, they do.
struct Block {
    /// Where what belongs to the classes begins.
    values: usize,
    /// How many classes there are.
    classes: usize,
}

struct Verifier<'a> {
    words: &'a [u64],
    slots: usize,
    rules: u32,
    open: Vec<Ref>,
    seen: FxHashSet<Ref>,
}

/// Verifies all that can be reached from `roots`, for payments with that many slots and a list of so many rules.
pub(super) fn verify(words: &[u64], roots: &[Root], slots: usize, rules: u32) -> Result<(), Fault> {
    let mut verifier = Verifier { words, slots, rules, open: vec![], seen: FxHashSet::default() };
    for root in roots {
        verifier.follow(root.at, usize::MAX)?;
    }
    while let Some(node) = verifier.open.pop() {
        verifier.node(node)?;
    }
    Ok(())
}

impl Verifier<'_> {
    /// Notes what is referred to by the node at `from`.
    fn follow(&mut self, to: Ref, from: usize) -> Result<(), Fault> {
        match to.kind() {
            Kind::Nothing => Ok(()),
            Kind::Rule if to.place() < self.rules => Ok(()),
            Kind::Rule => Err(Fault::Rule),
            _ if to.place() as usize >= from => Err(Fault::Circle),
            _ => {
                if self.seen.insert(to) {
                    self.open.push(to);
                }
                Ok(())
            }
        }
    }

    fn node(&mut self, node: Ref) -> Result<(), Fault> {
        let place = node.place() as usize;
        let first = self.word(place)?;
        match node.kind() {
            Kind::Leaf => self.leaf(place, Head::from_bits(first), 1),
            Kind::Broad => self.leaf(place, Head::from_bits(first), 4),
            kind => {
                let block = self.block(By::from_bits(first), kind)?;
                for class in 0..block.classes {
                    let target = half(self.word(block.values + class / 2)?, class);
                    self.follow(Ref::from_bits(target), place)?;
                }
                Ok(())
            }
        }
    }

    fn leaf(&mut self, place: usize, head: Head, width: usize) -> Result<(), Fault> {
        let forms = [Kind::Direct, Kind::Four, Kind::Eight, Kind::Many];
        let mut next = place + 1;
        // Without a column all bits would stay, and there are not as many rules.
        let mut most = width * 64;
        for (kind, count) in forms.into_iter().zip(head.columns()) {
            for _ in 0..count {
                let by = By::from_bits(self.word(next)?);
                let kind = if kind == Kind::Many && by.last_class() > 0 { Kind::Direct } else { kind };
                let block = self.block(by, kind)?;
                most = most.min(self.highest(&block, width)?);
                next += 1;
            }
            let computed =
                |place| self.words.get(place).is_some_and(|&by| By::from_bits(by).lookup().is_computed());
            if kind != Kind::Many && (next - usize::from(count)..next).any(computed) {
                return Err(Fault::Form);
            }
        }
        for number in 0..most {
            let rule = half(self.word(next + number / 2)?, number);
            self.follow(Ref::rule(rule), place)?;
        }
        self.follow(head.miss(), place)
    }

    /// The number of the highest bit in the rows of a column, and one more.
    fn highest(&self, block: &Block, width: usize) -> Result<usize, Fault> {
        let mut most = 0;
        for place in 0..block.classes * width {
            let row = self.word(block.values + place)?;
            let bits = 64 - row.leading_zeros() as usize;
            most = most.max(if bits == 0 { 0 } else { place % width * 64 + bits });
        }
        Ok(most)
    }

    /// What is read to find a class, and behind it.
    fn block(&self, by: By, kind: Kind) -> Result<Block, Fault> {
        if !by.lookup().is_computed() && by.lookup().place() >= self.slots {
            return Err(Fault::Slot);
        }
        let classes = by.last_class() + 1;
        match kind {
            Kind::Direct => Ok(Block { values: by.at(), classes }),
            Kind::Four => Ok(Block { values: by.at() + 4, classes }),
            Kind::Eight => Ok(Block { values: by.at() + 8, classes }),
            _ => self.many(by),
        }
    }

    fn many(&self, by: By) -> Result<Block, Fault> {
        let words = self.words.get(by.at()..).and_then(<[u64]>::first_chunk).ok_or(Fault::Beyond)?;
        let line = Line::from_words(*words);
        let table = by.at() + Line::WORDS;
        let cuts = table.checked_add(line.table_words()).ok_or(Fault::Beyond)?;
        let values = cuts + line.cuts() + Line::PADDING;
        for piece in 0..=line.piece(u64::MAX) {
            let entry = Entry::from_bits(half(self.word(table + piece / 2)?, piece));
            if entry.cuts_before() > line.cuts() {
                return Err(Fault::Beyond);
            }
        }
        Ok(Block { values, classes: line.cuts() + 1 })
    }

    fn word(&self, place: usize) -> Result<u64, Fault> {
        self.words.get(place).copied().ok_or(Fault::Beyond)
    }
}
