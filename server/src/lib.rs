//! The edge of Waypost: the files of policies, payments and decisions as JSON, and the decision server.
//!
//! 1. [`files::find`]: from the path that a user gives to the policies that are there.
//! 2. [`pipeline::build`]: reads, checks, analyzes and compiles one of them.
//! 3. [`cases::test`]: runs the cases that lie beside it.
//! 4. [`Decider`]: decides payments in JSON with it.
//!
//! That is all that the command line needs. With the feature `http`, [`Reloader`] keeps a [`Catalog`] of the policies
//! as good as their files are, [`Watch`] lets it work whenever a file changes, and [`serve`] answers over HTTP.

pub use as_of::AsOf;
#[cfg(feature = "http")]
pub use catalog::Catalog;
#[cfg(feature = "http")]
pub use config::{Config, ConfigError, LogFormat};
pub use decider::Decider;
#[cfg(feature = "http")]
pub use reload::Reloader;
#[cfg(feature = "http")]
pub use serve::{Drained, serve};
#[cfg(feature = "http")]
pub use settings::Settings;
#[cfg(feature = "http")]
pub use watch::{Pace, Watch};

pub mod cases;
pub mod files;
pub mod pipeline;
pub mod wire;

mod as_of;
mod decider;

#[cfg(feature = "http")]
mod admission;
#[cfg(feature = "http")]
mod background;
#[cfg(feature = "http")]
mod catalog;
#[cfg(feature = "http")]
mod reload;
#[cfg(feature = "http")]
mod watch;

#[cfg(feature = "http")]
mod config;
#[cfg(feature = "http")]
mod controllers;
#[cfg(feature = "http")]
mod front;
#[cfg(feature = "http")]
mod metrics;
#[cfg(feature = "http")]
mod panics;
#[cfg(feature = "http")]
mod problem;
#[cfg(feature = "http")]
mod request_log;
#[cfg(feature = "http")]
mod router;
#[cfg(feature = "http")]
mod serve;
#[cfg(feature = "http")]
mod settings;
