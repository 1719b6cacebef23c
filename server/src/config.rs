//! How the server is set up: from a file in TOML, and from the environment, which outweighs it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use figment::providers::{Env, Format as _, Serialized, Toml};
use figment::{Figment, Source};
use serde::{Deserialize, Serialize};

use crate::records;
use crate::settings::Settings;

/// How the variables of the environment begin. What follows is the name of a key, with `__` between the parts of a nested one:
/// `WAYPOST_LIMITS__REQUESTS`.
const PREFIX: &str = "WAYPOST_";

/// All that can be set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How the log is written.
    pub log_format: LogFormat,
    /// How connections and requests are treated.
    pub limits: Settings,
    /// How decisions are recorded.
    pub records: records::Settings,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no TOML, a key is unknown, or a value cannot be used.
    #[error("{place}: {}{what}", if key.is_empty() { String::new() } else { format!("`{key}`: ") })]
    Wrong {
        /// The file, or the environment.
        place: String,
        /// The key; empty if it is not about one.
        key: String,
        /// What is wrong.
        what: String,
    },
}

impl ConfigError {
    fn wrong(error: &figment::Error) -> Self {
        let source = error.metadata.as_ref().and_then(|metadata| metadata.source.as_ref());
        let file = source.and_then(Source::file_path);
        let place = file.map_or_else(|| "the environment".to_owned(), |file| file.display().to_string());
        Self::Wrong { place, key: error.path.join(".").to_lowercase(), what: error.kind.to_string() }
    }
}

impl Config {
    /// What the file says, if there is one, and the environment; the rest is as it is by default.
    pub fn read(file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut config = Figment::from(Serialized::defaults(Self::default()));
        if let Some(path) = file {
            // figment takes a file that is not there for an empty one.
            let unreadable = |source| ConfigError::Unreadable { path: path.to_owned(), source };
            fs::metadata(path).map_err(unreadable)?;
            config = config.merge(Toml::file_exact(path));
        }
        let config = config.merge(Env::prefixed(PREFIX).split("__"));
        config.extract().map_err(|error| ConfigError::wrong(&error))
    }
}

impl Default for Config {
    /// Port 8080 of loopback, a log for people, the default limits, and no records.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            log_format: LogFormat::Text,
            limits: Settings::default(),
            records: records::Settings::default(),
        }
    }
}
