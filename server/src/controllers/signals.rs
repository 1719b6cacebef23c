//! Signals: what connectors are like at this moment.

pub(crate) mod forget;
pub(crate) mod list;
pub(crate) mod tell;
