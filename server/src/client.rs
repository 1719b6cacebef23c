//! A client of the decision server: decides payments, and publishes policies. What the command line speaks to a server with,
//! and any program in Rust may.

use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use error::{ClientError, Problem};

use crate::bundle::Bundle;
use crate::store::Version;

mod error;

/// How long the server may take. To prove a large policy takes seconds.
const PATIENCE: Duration = Duration::from_mins(2);

/// Speaks with one server.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: Option<String>,
}

/// The versions of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// The number of the one that is live.
    pub live: Option<u32>,
    /// All of them, the newest first.
    pub versions: Vec<Version>,
}

impl Client {
    /// Speaks with the server at `base`, as `http://127.0.0.1:8080`, and shows it a key or a token, if there is one.
    pub fn new(base: &str, key: Option<String>) -> Result<Self, ClientError> {
        let http = reqwest::Client::builder().timeout(PATIENCE).build()?;
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), key })
    }

    /// Decides a payment, given and answered in JSON.
    pub async fn decide(&self, policy: &str, payment: &Value) -> Result<Value, ClientError> {
        self.ask(self.post(&["v1", "policies", policy, "decisions"]).json(payment)).await
    }

    /// Proposes a version.
    pub async fn propose(
        &self,
        policy: &str,
        bundle: &Bundle,
        message: &str,
    ) -> Result<Version, ClientError> {
        let draft = json!({"main": bundle.main(), "files": bundle.files(), "message": message});
        self.ask(self.request(Method::PUT, &["v1", "policies", policy]).json(&draft)).await
    }

    /// What there is to say about a draft, and what it would change: the answer as it comes.
    pub async fn check(&self, policy: &str, bundle: &Bundle) -> Result<Value, ClientError> {
        let draft = json!({"main": bundle.main(), "files": bundle.files()});
        self.ask(self.post(&["v1", "policies", policy, "check"]).json(&draft)).await
    }

    /// Makes a version live.
    pub async fn activate(&self, policy: &str, number: u32) -> Result<Version, ClientError> {
        let number = number.to_string();
        self.ask(self.post(&["v1", "policies", policy, "versions", &number, "activate"])).await
    }

    /// Makes the version live that was live before, and gives it.
    pub async fn roll_back(&self, policy: &str) -> Result<Version, ClientError> {
        self.ask(self.post(&["v1", "policies", policy, "rollback"])).await
    }

    /// The versions of a policy.
    pub async fn versions(&self, policy: &str) -> Result<Versions, ClientError> {
        self.ask(self.request(Method::GET, &["v1", "policies", policy, "versions"])).await
    }

    fn post(&self, path: &[&str]) -> RequestBuilder {
        self.request(Method::POST, path)
    }

    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let parts = path.iter().map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string());
        let url = format!("{}/{}", self.base, parts.collect::<Vec<_>>().join("/"));
        let request = self.http.request(method, url);
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    async fn ask<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, ClientError> {
        let answer = request.send().await?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer.json().await?);
        }
        let body = answer.bytes().await?;
        Err(match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) => ClientError::Problem(Box::new(problem)),
            Err(_) => ClientError::Foreign(status.as_u16()),
        })
    }
}
