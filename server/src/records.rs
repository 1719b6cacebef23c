//! Records of decisions: written while payments are decided, and read to prove that nobody has changed them and that the
//! policies still decide alike. What stands in them, and how anyone can verify it, is told in `docs/records.md`.
//!
//! 1. An endpoint writes the [record](crate::wire::record) of a decision as one line of JSON, and puts it into a bounded
//!    queue.
//! 2. One thread takes all that waits, hangs each line on the [chain], and appends it to the open segment.
//! 3. [`replay`] reads segments, follows the chain through them, and decides each record again.

#[cfg(feature = "http")]
pub use recorder::{Records, RecordsError};
#[cfg(feature = "http")]
pub use settings::{Overflow, Settings};

pub use key::{Key, KeyError};
pub use replay::{Different, Report, Versions, replay};
pub use segment::SegmentError;

mod chain;
mod header;
mod key;

#[cfg(feature = "http")]
mod compress;
#[cfg(feature = "http")]
mod folder;
#[cfg(feature = "http")]
mod open;
#[cfg(feature = "http")]
mod queue;
#[cfg(feature = "http")]
mod recorder;
#[cfg(feature = "http")]
mod settings;
#[cfg(feature = "http")]
mod writer;

mod replay;
mod segment;
