//! How the server is set up: from a file in TOML, and from the environment, which outweighs it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use figment::providers::{Env, Format as _, Serialized, Toml};
use figment::{Figment, Source};
use serde::{Deserialize, Serialize};

use crate::records;
use crate::settings::Settings;
use crate::signals;
use crate::traces::{self, TracesError};

/// How the variables of the environment begin. What follows is the name of a key, with `__` between the parts of a nested one:
/// `WAYPOST_LIMITS__REQUESTS`.
const PREFIX: &str = "WAYPOST_";

/// What else begins so: the server and the key that the commands speak to it with.
const CLIENT: [&str; 2] = ["url", "api_key"];

/// All that can be set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How the log is written.
    pub log_format: LogFormat,
    /// The folder that versions, keys and the journal are kept in; nothing of it, if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// How connections and requests are treated.
    pub limits: Settings,
    /// Who is let in.
    pub auth: AuthConfig,
    /// How connections are encrypted; they are not, if there is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsConfig>,
    /// How long what is told of connectors holds.
    pub signals: signals::Settings,
    /// How decisions are recorded.
    pub records: records::Settings,
    /// Where traces go.
    pub traces: traces::Settings,
}

/// Who is let in: anyone on loopback, if neither keys nor tokens are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// Whether the keys of the data folder are taken.
    pub keys: bool,
    /// Whether somebody else has to make live what one has proposed.
    pub four_eyes: bool,
    /// The issuer whose tokens are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwt: Option<JwtConfig>,
}

/// An issuer of tokens (`OpenID` Connect).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JwtConfig {
    /// What its tokens name as `iss`.
    pub issuer: String,
    /// What they name as `aud`.
    pub audience: String,
    /// Its keys: a file, or an `https://` address.
    pub jwks: String,
    /// The claim that holds roles.
    #[serde(default = "roles_claim")]
    pub roles_claim: String,
    /// The claim that holds the only policies that its bearer may have to do with.
    #[serde(default = "policies_claim")]
    pub policies_claim: String,
}

fn roles_claim() -> String {
    "waypost_roles".to_owned()
}

fn policies_claim() -> String {
    "waypost_policies".to_owned()
}

/// The files of TLS, in PEM. They are read again when they change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsConfig {
    /// The server's certificate and those that lead to a known authority.
    pub certificate: PathBuf,
    /// The certificate's private key.
    pub key: PathBuf,
    /// The authorities whose certificates clients have to show; they need none, if there is no such file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_ca: Option<PathBuf>,
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
    /// Anyone in the network could decide what becomes of payments.
    #[error(
        "`listen` is {0}, which others can reach, and nobody would have to show who they are: set `auth.keys = true` or `auth.jwt`, or listen on 127.0.0.1"
    )]
    Open(SocketAddr),
    /// There is nowhere to keep what the other keys need.
    #[error("`{0}` needs a data folder: set `data`, or start with `--data DIR`")]
    NoData(&'static str),
    /// Requests cannot be traced as it says.
    #[error(transparent)]
    Traces(#[from] TracesError),
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
        let config = config.merge(Env::prefixed(PREFIX).ignore(&CLIENT).split("__"));
        config.extract().map_err(|error| ConfigError::wrong(&error))
    }

    /// Whether it can be served with, all things together.
    pub fn verify(&self) -> Result<(), ConfigError> {
        let asks = self.auth.keys || self.auth.jwt.is_some();
        if !self.listen.ip().is_loopback() && !asks {
            return Err(ConfigError::Open(self.listen));
        }
        match self.data {
            None if self.auth.keys => Err(ConfigError::NoData("auth.keys")),
            _ => Ok(self.traces.verify()?),
        }
    }
}

impl Default for Config {
    /// Port 8080 of loopback, a log for people, the default limits, no records and no traces.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            log_format: LogFormat::Text,
            data: None,
            limits: Settings::default(),
            auth: AuthConfig::default(),
            tls: None,
            signals: signals::Settings::default(),
            records: records::Settings::default(),
            traces: traces::Settings::default(),
        }
    }
}
