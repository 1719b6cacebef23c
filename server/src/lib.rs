//! The edge of Waypost: the files of policies, payments and decisions as JSON, and the decision server.
//!
//! 1. [`files::find`]: from the path that a user gives to the policies that are there.
//! 2. [`pipeline::build`]: reads, checks, analyzes and compiles one of them.
//! 3. [`cases::test`]: runs the cases that lie beside it.
//! 4. [`Decider`]: decides payments in JSON with it.
//! 5. [`records::replay`]: decides again what a server has recorded.
//!
//! That is all that the command line needs. With the feature `http`, [`Reloader`] keeps a [`Catalog`] of the policies
//! as good as their files are, [`Watch`] lets it work whenever a file changes, and [`serve`] answers over HTTP.

#[cfg(feature = "http")]
pub use access::{Role, Secret, TokensError, UnknownRole};
#[cfg(feature = "http")]
pub use app::{Service, ServiceError};
pub use as_of::AsOf;
#[cfg(feature = "http")]
pub use bundle::{Bundle, BundleError};
#[cfg(feature = "http")]
pub use catalog::Catalog;
#[cfg(feature = "http")]
pub use config::{AuthConfig, Config, ConfigError, JwtConfig, LogFormat, TlsConfig};
pub use decider::Decider;
#[cfg(feature = "http")]
pub use releases::Releases;
#[cfg(feature = "http")]
pub use reload::Reloader;
#[cfg(feature = "http")]
pub use serve::{Drained, serve};
#[cfg(feature = "http")]
pub use settings::Settings;
#[cfg(feature = "http")]
pub use store::{Entry, Key, KeyError, NewKey, Store, StoreError, Version};
#[cfg(feature = "http")]
pub use watch::{Pace, Watch};

pub mod cases;
#[cfg(feature = "http")]
pub mod client;
pub mod files;
pub mod pipeline;
pub mod records;
pub mod wire;

mod as_of;
mod decider;

#[cfg(feature = "http")]
mod access;
#[cfg(feature = "http")]
mod admission;
#[cfg(feature = "http")]
mod app;
#[cfg(feature = "http")]
mod background;
#[cfg(feature = "http")]
mod bundle;
#[cfg(feature = "http")]
mod catalog;
#[cfg(feature = "http")]
mod judge;
#[cfg(feature = "http")]
mod releases;
#[cfg(feature = "http")]
mod reload;
#[cfg(feature = "http")]
mod store;
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
mod openapi;
#[cfg(feature = "http")]
mod panics;
#[cfg(feature = "http")]
mod problem;
#[cfg(feature = "http")]
mod request_log;
#[cfg(feature = "http")]
mod rollout;
#[cfg(feature = "http")]
mod router;
#[cfg(feature = "http")]
mod serve;
#[cfg(feature = "http")]
mod settings;
#[cfg(feature = "http")]
pub mod signals;
#[cfg(feature = "http")]
mod tls;
#[cfg(feature = "http")]
pub mod traces;
#[cfg(feature = "http")]
mod turns;
