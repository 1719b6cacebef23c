//! Lists whose items are named by an id of their own type, so that a fact's number is never taken for a connector's.

use std::marker::PhantomData;
use std::ops::Index;

/// The number of an item in an [`Arena`].
pub trait Id: Copy {
    /// The id of the item at `index`.
    fn new(index: usize) -> Self;
    /// The place of the item in its list.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $crate::arena::Id for $name {
            fn new(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(crate) use ids;

/// A list that only grows; an id that it gave stays good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arena<I, T> {
    items: Vec<T>,
    id: PhantomData<fn() -> I>,
}

impl<I: Id, T> Arena<I, T> {
    /// Adds an item and gives its id.
    pub fn add(&mut self, item: T) -> I {
        let id = I::new(self.items.len());
        self.items.push(item);
        id
    }

    /// The items with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (I, &T)> + DoubleEndedIterator {
        self.items.iter().enumerate().map(|(index, item)| (I::new(index), item))
    }

    /// The ids, in the order in which they were given.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + use<I, T> {
        (0..self.items.len()).map(I::new)
    }

    /// The item of that id, if this list gave it.
    pub fn at(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    /// Changes the item of that id.
    pub(crate) fn update(&mut self, id: I, change: impl FnOnce(&mut T)) {
        self.items.get_mut(id.index()).map(change);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Self { items: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, T> Index<I> for Arena<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        // INVARIANT: an id is only made by the arena that it is used with, and arenas never shrink.
        #[expect(clippy::indexing_slicing, reason = "the id came from this arena")]
        &self.items[id.index()]
    }
}
