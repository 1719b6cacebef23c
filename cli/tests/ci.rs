//! What `docs/ci` gives to users, run as far as one machine can: the steps of the workflow that call Waypost, and the
//! hook in a repository of its own. What only GitHub has is left out: its actions, and the installation.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may take the repository for granted"
)]

#[path = "ci/hook.rs"]
mod hook;
#[path = "ci/scratch.rs"]
mod scratch;
#[path = "ci/workflow.rs"]
mod workflow;
