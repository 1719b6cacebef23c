//! The journal of what was done.

pub(crate) mod list;
