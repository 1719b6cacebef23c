//! Traces of requests, sent to a collector over OTLP. What sends them is in programs that are built with the feature `otel`.

use std::num::NonZeroU32;

use axum::http::Uri;
use axum::http::uri::{InvalidUri, Scheme};
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[cfg(not(feature = "otel"))]
use absent as sending;
#[cfg(feature = "otel")]
use otlp as sending;
pub(crate) use sending::{Span, Traces};

#[cfg(not(feature = "otel"))]
mod absent;
#[cfg(feature = "otel")]
mod otlp;

/// Of how many requests one is traced.
const ONE_IN: NonZeroU32 = NonZeroU32::new(100).expect("100 is not 0");

/// Which requests are traced, and where their traces go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The collector's address for traces, with its path; nothing is traced if it is empty.
    pub endpoint: String,
    /// Of so many requests without a `traceparent` one is traced; those with one say themselves whether they are.
    pub one_in: NonZeroU32,
}

/// Why requests cannot be traced.
#[derive(Debug, Error)]
pub enum TracesError {
    /// Nothing is there to do it.
    #[error("`traces.endpoint` is set, but this waypost was built without the feature `otel`")]
    Absent,
    /// The address is none.
    #[error("`traces.endpoint` is `{0}`, which is no address: {1}")]
    NoAddress(String, InvalidUri),
    /// The address is not one of HTTP.
    #[error("`traces.endpoint` is `{0}`: it has to begin with http:// or https://")]
    NotHttp(String),
    /// The environment sets up what sends them in a way that it does not take.
    #[error("traces cannot be sent: {0}")]
    Unusable(String),
}

impl Settings {
    /// Whether any request may be traced.
    fn are_on(&self) -> bool {
        !self.endpoint.is_empty()
    }

    /// Whether this program can do what they say.
    pub(crate) fn verify(&self) -> Result<(), TracesError> {
        if !self.are_on() {
            return Ok(());
        }
        let endpoint = &self.endpoint;
        let uri = endpoint.parse::<Uri>();
        let uri = uri.map_err(|error| TracesError::NoAddress(endpoint.clone(), error))?;
        match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS => {}
            _ => return Err(TracesError::NotHttp(endpoint.clone())),
        }
        if cfg!(feature = "otel") { Ok(()) } else { Err(TracesError::Absent) }
    }
}

impl Default for Settings {
    /// No traces. Where there is an address: one in a hundred requests.
    fn default() -> Self {
        Self { endpoint: String::new(), one_in: ONE_IN }
    }
}
