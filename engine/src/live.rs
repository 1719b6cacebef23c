//! What is decided with, behind the one pointer that is swapped.

use std::sync::Arc;

use arc_swap::ArcSwap;

/// Holds what payments are decided with: a snapshot, or a table of all that hangs from one. A payment takes it once and
/// keeps it to its end; something new is published without any payment waiting.
#[derive(Debug, Default)]
pub struct Live<T> {
    pointer: ArcSwap<T>,
}

impl<T> Live<T> {
    /// Begins with this.
    pub fn new(first: Arc<T>) -> Self {
        Self { pointer: ArcSwap::new(first) }
    }

    /// What is live at this moment.
    pub fn current(&self) -> Arc<T> {
        self.pointer.load_full()
    }

    /// Replaces what is live and gives back what was, which payments may still hold. Freeing a large snapshot takes
    /// time, so whoever publishes should be the one to drop it last.
    pub fn publish(&self, next: Arc<T>) -> Arc<T> {
        self.pointer.swap(next)
    }
}
