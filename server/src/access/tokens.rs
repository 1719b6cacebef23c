//! Tokens of an issuer (`OpenID` Connect; JWT, RFC 7519), held to its published keys (JWKS, RFC 7517).

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};
use thiserror::Error;
use tokio::sync::Mutex;
use waypost_engine::Live;

use crate::access::{Identity, Role};
use crate::config::JwtConfig;
use crate::problem::Problem;

/// How often the issuer's keys are read again.
const EVERY: Duration = Duration::from_mins(5);
/// How long after a reading a token with an unknown key may cause another one.
const AT_MOST_EVERY: Duration = Duration::from_secs(10);
/// How long the issuer may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The most bytes of a key set.
const MOST_BYTES: usize = 1 << 20;
/// What an issuer may sign with. No shared secrets: the server could sign tokens itself then.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Why the keys of the issuer cannot be read.
#[derive(Debug, Error)]
pub enum TokensError {
    /// The file cannot be read.
    #[error("`{0}` cannot be read: {1}")]
    File(PathBuf, std::io::Error),
    /// The issuer does not answer as it should.
    #[error("`{0}` does not answer: {1}")]
    Url(String, reqwest::Error),
    /// What came is no key set.
    #[error("`{0}` holds no set of keys (JWKS): {1}")]
    Wrong(String, String),
}

/// Takes the tokens of one issuer.
#[derive(Debug)]
pub(crate) struct Tokens {
    config: JwtConfig,
    client: reqwest::Client,
    keys: Live<JwkSet>,
    read: Mutex<Instant>,
}

impl Tokens {
    /// Reads the keys of the issuer.
    pub(crate) async fn open(config: JwtConfig) -> Result<Self, TokensError> {
        let client = reqwest::Client::builder().timeout(PATIENCE).build();
        let client = client.map_err(|error| TokensError::Url(config.jwks.clone(), error))?;
        let keys = read(&client, &config.jwks).await?;
        let (keys, read) = (Live::new(Arc::new(keys)), Mutex::new(Instant::now()));
        Ok(Self { config, client, keys, read })
    }

    /// Whose token it is, if it is one that is taken at this moment.
    pub(crate) async fn identify(&self, token: &str) -> Result<Arc<Identity>, Problem> {
        let header = decode_header(token).map_err(|_| Problem::wrong_key())?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(Problem::wrong_key());
        }
        let id = header.kid.as_deref();
        let key = match find(&self.keys.current(), id) {
            Some(key) => key,
            None => {
                self.read_after(AT_MOST_EVERY).await;
                find(&self.keys.current(), id).ok_or_else(Problem::wrong_key)?
            }
        };
        let key = DecodingKey::from_jwk(&key).map_err(|_| Problem::wrong_key())?;
        let mut validation = Validation::new(header.alg);
        validation.set_issuer(&[&self.config.issuer]);
        validation.set_audience(&[&self.config.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        let claims = decode::<Map<String, Value>>(token, &key, &validation);
        self.identity(&claims.map_err(|_| Problem::wrong_key())?.claims)
    }

    fn identity(&self, claims: &Map<String, Value>) -> Result<Arc<Identity>, Problem> {
        let subject = claims.get("sub").and_then(Value::as_str).ok_or_else(Problem::wrong_key)?;
        // Words that are no roles of ours belong to others who read the same token.
        let roles: BTreeSet<Role> = texts(claims.get(&self.config.roles_claim))
            .unwrap_or_default()
            .iter()
            .filter_map(|role| role.parse().ok())
            .collect();
        let policies = texts(claims.get(&self.config.policies_claim)).map(BTreeSet::from_iter);
        Ok(Arc::new(Identity::new(format!("jwt:{subject}"), roles, policies)))
    }

    /// Reads the keys again if it is time.
    pub(crate) async fn refresh(&self) {
        self.read_after(EVERY).await;
    }

    async fn read_after(&self, age: Duration) {
        let mut last = self.read.lock().await;
        if last.elapsed() < age {
            return;
        }
        *last = Instant::now();
        match read(&self.client, &self.config.jwks).await {
            Ok(keys) => drop(self.keys.publish(Arc::new(keys))),
            Err(error) => {
                tracing::error!(%error, "the keys of the issuer cannot be read again; those that are known are taken on");
            }
        }
    }
}

/// The key of that id; the only key, if the token names none.
fn find(keys: &JwkSet, id: Option<&str>) -> Option<Jwk> {
    match (id, keys.keys.as_slice()) {
        (Some(id), _) => keys.find(id).cloned(),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    }
}

/// A claim that is a list of texts, or one text with spaces between its words.
fn texts(claim: Option<&Value>) -> Option<Vec<String>> {
    match claim? {
        Value::String(words) => Some(words.split_whitespace().map(str::to_owned).collect()),
        Value::Array(items) => Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        // A claim of another kind allows nothing.
        _ => Some(vec![]),
    }
}

async fn read(client: &reqwest::Client, place: &str) -> Result<JwkSet, TokensError> {
    let bytes = match place.starts_with("https://") || place.starts_with("http://") {
        true => {
            let failed = |error| TokensError::Url(place.to_owned(), error);
            let answer = client.get(place).send().await.and_then(reqwest::Response::error_for_status);
            answer.map_err(failed)?.bytes().await.map_err(failed)?.to_vec()
        }
        false => std::fs::read(place).map_err(|error| TokensError::File(place.into(), error))?,
    };
    let wrong = |why: String| TokensError::Wrong(place.to_owned(), why);
    if bytes.len() > MOST_BYTES {
        return Err(wrong("it is too large".to_owned()));
    }
    serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))
}
