//! What editors ask of a policy: what a name means, where it is used, what could stand at a place, and how a text is
//! laid out.
//!
//! Everything here works on the trees as they are written, so that it answers for policies that are full of faults,
//! as those are that somebody is writing. Places are bytes of a file; nothing is known of any protocol.

pub use complete::{Completion, CompletionKind, Completions, complete};
pub use definition::{definition, references};
pub use fixes::{Repair, repairs};
pub use folding::{Fold, FoldKind, folds};
pub use hover::{Hover, hover};
pub use mentions::{Mention, mentions};
pub use names::{Names, Occurrence, Symbol};
pub use outline::{Outline, OutlineKind, outline};
pub use rename::{Edit, prepare_rename, rename};
pub use tokens::{Highlight, HighlightKind, case_highlights, highlights};

mod names;

mod definition;
mod mentions;
mod rename;

mod hover;

mod complete;

mod fixes;
mod folding;
mod outline;
mod tokens;
