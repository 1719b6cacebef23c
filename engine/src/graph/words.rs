//! What the words of an arena mean.
//!
//! ```text
//!  a test      By · cuts · references, two a word
//!
//!  a leaf      Head · a By for each column · rules, two a word      the cuts and rows of columns stand elsewhere:
//!                                                                   equal ones once
//!
//!  By          63      53 52          32 31                    0
//!             ┌──────────┬──────────────┬───────────────────────┐
//!             │ last     │ lookup       │ word of the first cut │    of a table: of the first row
//!             └──────────┴──────────────┴───────────────────────┘
//!
//!  Head        63                      32 31   24 23   16 15    8 7     0
//!             ┌──────────────────────────┬───────┬───────┬───────┬───────┐
//!             │ where to go on           │ rest  │ eight │ four  │tables │    how many columns of each form
//!             └──────────────────────────┴───────┴───────┴───────┴───────┘
//!
//!  many cuts   Line · entries, two a word · cuts · four words of padding
//! ```
//!
//! *last* is the number of the last class. A column among the *rest* is a table, if its *last* is not 0; else it has
//! many cuts. Lists of up to four or eight cuts are filled up with the key of absence.
#![expect(
    clippy::cast_possible_truncation,
    reason = "words hold numbers of fewer bits, which are taken out of them"
)]

use crate::graph::target::Ref;
use crate::keys::Lookup;

/// How the keys on one axis fall into classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct By(u64);

/// The first word of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head(u64);

/// The first words of many cuts: the line from the first of them to the last is cut into pieces of one length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    /// How many cuts there are, and by how many bits a key is shifted to find its piece, in the upper half.
    counts: u64,
    /// The first key of the first piece.
    first: u64,
    /// The number of the last piece.
    last: u64,
}

/// What is known of one piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry(u32);

/// One of two numbers in a word.
#[inline]
pub(super) fn half(word: u64, number: usize) -> u32 {
    (word >> ((number & 1) << 5)) as u32
}

impl By {
    /// The greatest number of a last class that fits.
    pub(super) const MAX: usize = (1 << 11) - 1;

    pub(super) fn new(lookup: Lookup, last: usize, at: u32) -> Self {
        Self(((last.min(Self::MAX) as u64) << 53) | (u64::from(lookup.bits()) << 32) | u64::from(at))
    }

    #[inline]
    pub(super) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    pub(super) fn bits(self) -> u64 {
        self.0
    }

    /// Where the key comes from.
    #[inline]
    pub(super) fn lookup(self) -> Lookup {
        Lookup::from_bits((self.0 >> 32) as u32)
    }

    /// The number of the last class, or 0 where there are many.
    #[inline]
    pub(super) fn last_class(self) -> usize {
        (self.0 >> 53) as usize
    }

    /// Where its cuts stand, or the first row of its table.
    #[inline]
    pub(super) fn at(self) -> usize {
        self.0 as u32 as usize
    }
}

impl Head {
    /// The most columns of one form.
    pub(super) const MAX: usize = u8::MAX as usize;

    /// A leaf with so many columns of each form, in the order of [`Head::columns`].
    pub(super) fn new(columns: [u8; 4], miss: Ref) -> Self {
        Self((u64::from(miss.bits()) << 32) | u64::from(u32::from_le_bytes(columns)))
    }

    #[inline]
    pub(super) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    pub(super) fn bits(self) -> u64 {
        self.0
    }

    /// How many columns are tables, have up to four cuts, up to eight, and are of other forms.
    #[inline]
    pub(super) fn columns(self) -> [u8; 4] {
        (self.0 as u32).to_le_bytes()
    }

    /// Where to go on if no box is met.
    #[inline]
    pub(super) fn miss(self) -> Ref {
        Ref::from_bits((self.0 >> 32) as u32)
    }
}

impl Line {
    /// How many words it has.
    pub(super) const WORDS: usize = 3;
    /// How many words stand behind the cuts, so that four can be read wherever a piece begins.
    pub(super) const PADDING: usize = 4;

    pub(super) fn new(cuts: usize, shift: u32, first: u64, last: u64) -> Self {
        Self { counts: (u64::from(shift) << 32) | u64::from(cuts as u32), first, last }
    }

    #[inline]
    pub(super) fn from_words([counts, first, last]: [u64; Self::WORDS]) -> Self {
        Self { counts, first, last }
    }

    pub(super) fn words(self) -> [u64; Self::WORDS] {
        [self.counts, self.first, self.last]
    }

    /// How many cuts there are.
    #[inline]
    pub(super) fn cuts(self) -> usize {
        self.counts as u32 as usize
    }

    /// How many words the entries of all pieces take.
    #[inline]
    pub(super) fn table_words(self) -> usize {
        (self.last >> 1) as usize + 1
    }

    /// How many pieces there are.
    pub(super) fn pieces(self) -> u64 {
        self.last.saturating_add(1)
    }

    /// The first key of a piece.
    pub(super) fn begin(self, piece: u64) -> u64 {
        piece.checked_shl((self.counts >> 32) as u32).map_or(u64::MAX, |far| self.first.saturating_add(far))
    }

    /// The piece that a key is in; the last one if it is behind them all.
    #[inline]
    pub(super) fn piece(self, key: u64) -> usize {
        (key.saturating_sub(self.first) >> ((self.counts >> 32) & 63)).min(self.last) as usize
    }
}

impl Entry {
    /// The most cuts of a piece that is not crowded.
    pub(super) const FEW: usize = 4;

    pub(super) fn new(before: usize, inside: usize) -> Self {
        Self(((before as u32) << 1) | u32::from(inside > Self::FEW))
    }

    #[inline]
    pub(super) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }

    pub(super) fn bits(self) -> u32 {
        self.0
    }

    /// How many cuts there are before the piece.
    #[inline]
    pub(super) fn cuts_before(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether there are more than a few in it.
    #[inline]
    pub(super) fn is_crowded(self) -> bool {
        self.0 & 1 == 1
    }
}
