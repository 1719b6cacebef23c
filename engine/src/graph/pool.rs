//! Flat storage: many short lists one behind the other, equal ones stored once.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// Lists one behind the other, each known by where it begins.
#[derive(Debug)]
pub(super) struct Pool<T>(Vec<T>);

/// A pool that grows.
#[derive(Debug)]
pub(super) struct Interner<T> {
    items: Vec<T>,
    known: FxHashMap<Box<[T]>, u32>,
}

impl<T: Copy> Pool<T> {
    /// The item at `place` in the list that begins at `start`.
    #[inline]
    pub(super) fn get(&self, start: u32, place: usize) -> Option<T> {
        self.0.get(start as usize + place).copied()
    }

    /// The first `len` items of the list that begins at `start`.
    #[inline]
    pub(super) fn slice(&self, start: u32, len: usize) -> &[T] {
        let start = start as usize;
        self.0.get(start..start + len).unwrap_or_default()
    }

    /// How many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.0.as_slice())
    }
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { items: vec![], known: FxHashMap::default() }
    }
}

impl<T: Copy + Eq + Hash> Interner<T> {
    /// Where `list` begins; it is added if no equal one is there.
    pub(super) fn add(&mut self, list: &[T]) -> u32 {
        if let Some(&start) = self.known.get(list) {
            return start;
        }
        let start = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.extend_from_slice(list);
        self.known.insert(list.into(), start);
        start
    }

    /// The pool, which grows no more.
    pub(super) fn finish(mut self) -> Pool<T> {
        self.items.shrink_to_fit();
        Pool(self.items)
    }
}
