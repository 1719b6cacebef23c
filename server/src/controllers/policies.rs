//! The policies that are served.

pub(crate) mod check;
mod draft;
pub(crate) mod list;
pub(crate) mod propose;
pub(crate) mod show;
mod status;
