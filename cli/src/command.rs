//! The commands, one a file.

mod as_of;

pub(crate) mod bench;
pub(crate) mod check;
#[cfg(feature = "serve")]
pub(crate) mod config;
pub(crate) mod decide;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod explain_code;
pub(crate) mod fmt;
pub(crate) mod graph;
pub(crate) mod import;
pub(crate) mod lsp;
pub(crate) mod replay;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod test;
