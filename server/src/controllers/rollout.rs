//! Rollouts: a version that is tried beside the one that is live.

pub(crate) mod show;
pub(crate) mod start;
pub(crate) mod stop;
