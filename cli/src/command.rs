//! The commands, one a file.

mod as_of;

#[cfg(feature = "serve")]
pub(crate) mod activate;
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
#[cfg(feature = "serve")]
pub(crate) mod keys;
pub(crate) mod lsp;
#[cfg(feature = "serve")]
pub(crate) mod publish;
#[cfg(feature = "serve")]
mod remote;
pub(crate) mod replay;
#[cfg(feature = "serve")]
pub(crate) mod rollback;
#[cfg(feature = "serve")]
pub(crate) mod serve;
pub(crate) mod test;
#[cfg(feature = "serve")]
pub(crate) mod versions;
