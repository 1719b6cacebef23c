//! What can go wrong between a client and the server.

use std::error::Error as _;

use serde::Deserialize;
use thiserror::Error;

/// Why there is no answer, or not the one that was wanted.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The server does not answer.
    #[error("the server does not answer: {}", cause(.0))]
    Unreachable(#[from] reqwest::Error),
    /// The server says why it does not do it.
    #[error("{}: {}", .0.title, .0.detail)]
    Problem(Box<Problem>),
    /// Something else than Waypost answers.
    #[error("status {0}, and no answer that Waypost gives")]
    Foreign(u16),
}

/// A problem document (RFC 9457).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Problem {
    /// Its type, which does not change: `https://waypost.dev/problems/…`.
    pub r#type: String,
    /// What is wrong, of all problems of this type.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// What is wrong this time.
    pub detail: String,
    /// What was found in a policy, if it is about one.
    #[serde(default)]
    pub findings: Vec<serde_json::Value>,
}

/// The innermost reason, which says the most.
fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    match error.source() {
        Some(_) => cause.to_string(),
        None => error.to_string(),
    }
}
