//! Decisions on payments.

mod body;
pub(crate) mod create;
mod explain;
