//! What can be wrong with the files that are given for a policy.

use thiserror::Error;

/// Why files make no policy's bundle.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BundleError {
    /// The main file is not among them.
    #[error("the main file `{0}` is not among the files")]
    NoMain(String),
    /// A path leads out of the folder, or is none.
    #[error("`{0}` is no path below a folder, such as `checkout/checkout.way`")]
    Path(String),
    /// There are this many, and may be that many.
    #[error("there are {0} files, and a policy may have {1}")]
    TooMany(usize, usize),
    /// One of them cannot be read.
    #[error("{0}")]
    Unreadable(String),
}
