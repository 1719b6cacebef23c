//! The Way language: the text of a policy, its types, and what there is to say about it.
//!
//! A policy goes through these stages, each with its own type:
//!
//! 1. [`load`]: the main file and all that it imports, from a reader that the caller gives, into [`Sources`].
//! 2. [`syntax::parse`]: one file to an [`ast::File`], as written.
//! 3. [`check`]: all files to a [`hir::Policy`], as meant: typed, resolved, total.
//!
//! [`space`] is the space of all payments that a policy's facts span. Checks prove things in it, and the engine
//! compiles conditions to it. Faults are [`Diagnostic`]s, collected and never returned as an `Err`.
//!
//! Nothing here reads a file, a clock or the environment, and nothing panics on any text.

pub use check::check;
pub use diagnostic::{Code, Diagnostic, Diagnostics, Severity, render};
pub use format::{Unformatted, format};
pub use load::{Loaded, MAX_LIST_BYTES, Unreadable, load};
pub use source::{FileId, SourceFile, Sources, Span};
pub use unused::unused;

pub mod arena;
pub mod ast;
pub mod card;
pub mod cases;
pub mod check;

pub mod diagnostic;
pub mod format;
pub mod hir;
pub mod ide;
pub mod iso;
pub mod literal;
mod load;
pub mod source;
pub mod space;
mod unused;

pub mod syntax;
