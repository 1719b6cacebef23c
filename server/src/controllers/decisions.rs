//! Decisions on payments.

pub(crate) mod batch;
pub(crate) mod create;
mod explain;
mod one;
