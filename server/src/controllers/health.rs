//! Whether the server is up, and whether it can decide.

pub(crate) mod live;
pub(crate) mod ready;
