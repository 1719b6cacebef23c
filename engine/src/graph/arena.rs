//! An arena: the words of a graph, verified, and the walk from its root to the first rule that a payment meets. This is
//! what a decision costs, so it is written for the machine: words that lie together, and no branch that depends on a
//! key but the choice of the next node.
//!
//! It is the one place with unsafe code: words are read without asking whether they are there, which makes a walk a
//! fifth faster (`docs/adr/0014-verified-arenas.md`). It is sound since only arenas that were verified are walked.
#![expect(unsafe_code, reason = "the one module that walks arenas: see `Arena`")]

use crate::graph::target::{Kind, Ref};
use crate::graph::verify::{Fault, verify};
use crate::graph::words::{By, Entry, Head, Line, half};
use crate::keys::Keys;

/// Words that were verified: wherever a walk comes, whatever the keys, all that it reads is there.
#[derive(Debug)]
pub(super) struct Arena {
    // INVARIANT: `verify` has found no fault in these three.
    words: Box<[u64]>,
    roots: Box<[Root]>,
    slots: usize,
}

/// Where a walk begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Root {
    /// The first node.
    pub(super) at: Ref,
    /// A number that is not greater than that of any rule behind it.
    pub(super) least: u32,
}

/// A leaf that has been looked up.
struct Found<const N: usize> {
    /// A bit for each of its boxes that the payment is in.
    live: [u64; N],
    /// Where its rules stand.
    rules: usize,
    /// Where to go on if there is no bit.
    miss: Ref,
}

/// Who is told of each node on a walk.
pub(super) trait Watch {
    /// The walk has come to this node.
    fn node(&mut self, at: Ref);
}

/// Nobody.
impl Watch for () {
    #[inline]
    fn node(&mut self, _: Ref) {}
}

impl Arena {
    /// The most boxes of a leaf.
    pub(super) const BROAD: usize = 256;
    /// The most boxes of a leaf that is not broad.
    pub(super) const NARROW: usize = 64;

    /// These words, for payments with that many slots and a list of so many rules. Roots of lesser rules come first.
    pub(super) fn new(
        words: Box<[u64]>,
        roots: Box<[Root]>,
        slots: usize,
        rules: u32,
    ) -> Result<Self, Fault> {
        verify(&words, &roots, slots, rules)?;
        Ok(Self { words, roots, slots })
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.words)
    }

    /// The words.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Where walks begin.
    pub(super) fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// The number of the first rule that the payment meets: the least that the walks from all roots come to.
    #[inline]
    pub(super) fn first(&self, keys: &impl Keys, watch: &mut impl Watch) -> Option<u32> {
        let view = self.view(keys)?;
        let mut best = None;
        for root in &self.roots {
            if best.is_some_and(|best| best < root.least) {
                break;
            }
            let end = view.walk(root.at, watch);
            if end.kind() == Kind::Rule && best.is_none_or(|best| end.place() < best) {
                best = Some(end.place());
            }
        }
        best
    }

    /// For an arena whose roots are leaves of the same boxes: those that the payment is in by all of them. Without a root
    /// nothing is limited.
    pub(super) fn all(&self, keys: &impl Keys) -> [u64; 4] {
        let Some(view) = self.view(keys) else { return [0; 4] };
        let mut live = [u64::MAX; 4];
        for root in &self.roots {
            let place = root.at.place() as usize;
            let row = match root.at.kind() {
                Kind::Leaf => [view.leaf::<1>(place).live[0], 0, 0, 0],
                Kind::Broad => view.leaf::<4>(place).live,
                _ => [0; 4],
            };
            live.iter_mut().zip(row).for_each(|(live, row)| *live &= row);
        }
        live
    }

    /// The words, beside the keys of a payment that has all the slots that they speak of.
    #[inline]
    fn view<'a, K: Keys>(&'a self, keys: &'a K) -> Option<View<'a, K>> {
        let slots = keys.slots();
        (slots.len() >= self.slots).then_some(View { words: &self.words, slots, keys })
    }
}

/// A payment on its way through verified words.
struct View<'a, K> {
    words: &'a [u64],
    slots: &'a [u64],
    keys: &'a K,
}

impl<K: Keys> View<'_, K> {
    /// Where a walk ends: at a rule, or at nothing.
    #[inline]
    fn walk(&self, mut at: Ref, watch: &mut impl Watch) -> Ref {
        loop {
            watch.node(at);
            let place = at.place() as usize;
            at = match at.kind() {
                Kind::Rule | Kind::Nothing => return at,
                Kind::Direct => self.test(place, |by, key| (by.at(), direct(by, key))),
                Kind::Four => self.test(place, |by, key| (by.at() + 4, self.four(by, key))),
                Kind::Eight => self.test(place, |by, key| (by.at() + 8, self.eight(by, key))),
                Kind::Many => self.test(place, |by, key| self.many(by, key)),
                Kind::Leaf => self.next(&self.leaf::<1>(place)),
                Kind::Broad => self.broad(place),
            };
        }
    }

    /// `N` words from `place` on. Wherever a walk asks for some, they were verified to be there.
    #[inline]
    fn some<const N: usize>(&self, place: usize) -> [u64; N] {
        debug_assert!(place + N <= self.words.len(), "the arena was verified");
        // SAFETY: `verify` has made sure that all words from `place` to `place + N` exist.
        unsafe { *self.words.as_ptr().add(place).cast() }
    }

    #[inline]
    fn word(&self, place: usize) -> u64 {
        let [word] = self.some(place);
        word
    }

    /// One of the numbers that stand two a word.
    #[inline]
    fn half(&self, start: usize, number: usize) -> u32 {
        half(self.word(start.wrapping_add(number >> 1)), number)
    }

    /// The key on an axis that is not computed.
    #[inline]
    fn slot(&self, by: By) -> u64 {
        let place = by.lookup().place();
        debug_assert!(place < self.slots.len(), "the arena was verified");
        // SAFETY: `verify` has made sure that the slot is one of those that `Arena::view` has asked for.
        unsafe { *self.slots.get_unchecked(place) }
    }

    #[inline]
    fn key(&self, by: By) -> u64 {
        match by.lookup().is_computed() {
            true => self.keys.computed(by.lookup()),
            false => self.slot(by),
        }
    }

    /// Where a test leads. `class` gives where its references stand, and which of them it is.
    #[inline]
    fn test(&self, place: usize, class: impl FnOnce(By, u64) -> (usize, usize)) -> Ref {
        let by = By::from_bits(self.word(place));
        let (targets, class) = class(by, self.key(by));
        Ref::from_bits(self.half(targets, class))
    }

    #[inline(never)]
    fn broad(&self, place: usize) -> Ref {
        self.next(&self.leaf::<4>(place))
    }

    /// Where a leaf leads.
    #[inline]
    fn next<const N: usize>(&self, found: &Found<N>) -> Ref {
        let Some(word) = found.live.iter().position(|&word| word != 0) else { return found.miss };
        let bits = found.live.get(word).copied().unwrap_or(0);
        Ref::rule(self.half(found.rules, (word << 6) | bits.trailing_zeros() as usize))
    }

    /// Looks up a leaf of boxes that have a bit each in `N` words.
    #[inline]
    fn leaf<const N: usize>(&self, place: usize) -> Found<N> {
        let head = Head::from_bits(self.word(place));
        let [tables, fours, eights, rest] = head.columns().map(usize::from);
        let mut live = [u64::MAX; N];
        let (from, to) = (place + 1, place + 1 + tables);
        for by in self.columns(from, to) {
            self.keep(&mut live, by.at(), direct(by, self.slot(by)));
        }
        let (from, to) = (to, to + fours);
        for by in self.columns(from, to) {
            self.keep(&mut live, by.at() + 4, self.four(by, self.slot(by)));
        }
        let (from, to) = (to, to + eights);
        for by in self.columns(from, to) {
            self.keep(&mut live, by.at() + 8, self.eight(by, self.slot(by)));
        }
        let (from, to) = (to, to + rest);
        for by in self.columns(from, to) {
            if live == [0; N] {
                break;
            }
            let (rows, class) = if by.last_class() == 0 {
                self.many(by, self.key(by))
            } else {
                (by.at(), direct(by, self.key(by)))
            };
            self.keep(&mut live, rows, class);
        }
        Found { live, rules: to, miss: head.miss() }
    }

    #[inline]
    fn columns(&self, from: usize, to: usize) -> impl Iterator<Item = By> {
        (from..to).map(|place| By::from_bits(self.word(place)))
    }

    /// Keeps of the live boxes those that the row of a class has.
    #[inline]
    fn keep<const N: usize>(&self, live: &mut [u64; N], rows: usize, class: usize) {
        let row: [u64; N] = self.some(rows.wrapping_add(class.wrapping_mul(N)));
        live.iter_mut().zip(row).for_each(|(live, row)| *live &= row);
    }

    /// The class of a key by up to four cuts, all compared at once. Where they are fewer, they are filled up with the
    /// key of absence: that is why the class is at most the last.
    #[inline]
    fn four(&self, by: By, key: u64) -> usize {
        not_above(self.some(by.at()), key).min(by.last_class())
    }

    /// The same for up to eight cuts.
    #[inline]
    fn eight(&self, by: By, key: u64) -> usize {
        let (lower, upper) = (self.some(by.at()), self.some(by.at() + 4));
        not_above(lower, key).wrapping_add(not_above(upper, key)).min(by.last_class())
    }

    /// Where what belongs to the classes stands, and the class of a key, by many cuts: the line is cut into pieces of
    /// one length, and only the few cuts in one of them are looked at.
    #[inline]
    fn many(&self, by: By, key: u64) -> (usize, usize) {
        let line = Line::from_words(self.some(by.at()));
        let table = by.at() + Line::WORDS;
        let cuts = table + line.table_words();
        let piece = line.piece(key);
        let entry = Entry::from_bits(self.half(table, piece));
        let class = match entry.is_crowded() {
            // The cuts behind those of the piece are above the key.
            false => entry.cuts_before().wrapping_add(not_above(self.some(cuts + entry.cuts_before()), key)),
            true => self.crowded(cuts, line.cuts(), key),
        };
        (cuts + line.cuts() + Line::PADDING, class.min(line.cuts()))
    }

    #[cold]
    fn crowded(&self, start: usize, count: usize, key: u64) -> usize {
        let cuts = self.words.get(start..start + count).unwrap_or_default();
        cuts.partition_point(|&cut| cut <= key)
    }
}

/// The class of a key by a table that has an entry a key: all keys behind are in the last.
#[inline]
fn direct(by: By, key: u64) -> usize {
    usize::try_from(key).map_or(by.last_class(), |key| key.min(by.last_class()))
}

/// How many of four cuts are not above the key.
#[inline]
fn not_above(cuts: [u64; 4], key: u64) -> usize {
    cuts.iter().fold(0, |count: usize, &cut| count.wrapping_add(usize::from(cut <= key)))
}
