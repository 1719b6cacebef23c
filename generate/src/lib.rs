//! Rule sets and payments made from seeds, for tests and benchmarks that anyone can repeat.

pub mod declared;
pub mod draw;
pub mod inside;
pub mod json;
pub mod payments;
pub mod random;
pub mod shape;
pub mod written;
