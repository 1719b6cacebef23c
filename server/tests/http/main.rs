//! The decision server, over real connections on a free port.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail")]

mod access;
mod app;
mod batch;
mod client;
mod described;
mod explain;
mod limits;
mod log;
mod metrics;
mod openapi;
mod policies;
mod problems;
mod raw;
mod records;
mod reload;
mod rollout;
mod shutdown;
mod signals;
mod swaps;
mod tls;
mod tokens;
#[cfg(feature = "otel")]
mod traces;
mod versions;
