//! The language server as its clients see it: the real program, driven over its standard input and output.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "a test may take what it made itself for granted"
)]

mod client;

mod completion;
mod findings;
mod fixes;
mod hover;
mod layout;
mod navigation;
mod protocol;
mod session;
