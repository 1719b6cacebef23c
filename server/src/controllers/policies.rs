//! The policies that are served.

pub(crate) mod list;
pub(crate) mod show;
mod status;
