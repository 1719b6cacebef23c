//! The commands, one a file.

pub(crate) mod check;
pub(crate) mod decide;
pub(crate) mod explain_code;
pub(crate) mod import;
pub(crate) mod fmt;
pub(crate) mod test;
#[cfg(feature = "serve")]
pub(crate) mod serve;
