//! Decisions on payments.

pub(crate) mod batch;
mod body;
pub(crate) mod create;
mod explain;
mod one;
mod turn;

pub(crate) use turn::Turns;
