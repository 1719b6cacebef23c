//! The decision graph.
