//! How the server treats its connections and requests.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// How the server treats its connections and requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How many connections may be open; more are closed at once.
    pub connections: usize,
    /// How many requests to policies may be under way; more are turned away.
    pub requests: usize,
    /// How long a new connection may take until its first request has arrived, up to the end of the headers.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub header_timeout: Duration,
    /// How long an open connection may take until its next request has arrived, up to the end of the headers.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub idle_timeout: Duration,
    /// How long the body of a request may take.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub body_timeout: Duration,
    /// The largest body, in bytes.
    pub body_limit: usize,
    /// The largest body with many payments, in bytes.
    pub batch_limit: usize,
    /// The largest body with the files of a policy, in bytes.
    pub policy_limit: usize,
    /// How many requests one caller may make in a second; any number, if it is 0.
    pub key_rate: u32,
    /// How long requests that are under way may take to end once the server shuts down.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub drain_timeout: Duration,
}

impl Default for Settings {
    /// 16,384 connections, 4,096 requests, ten seconds for headers and for bodies, 75 for idle connections, 64 KiB for a
    /// payment and 4 MiB for many, 16 MiB for a policy, any number of requests a second, and 25 seconds to drain, which is less than the 30 after which Kubernetes kills.
    fn default() -> Self {
        Self {
            connections: 16_384,
            requests: 4_096,
            header_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            body_timeout: Duration::from_secs(10),
            body_limit: 64 * 1024,
            batch_limit: 4 * 1024 * 1024,
            policy_limit: 16 * 1024 * 1024,
            key_rate: 0,
            drain_timeout: Duration::from_secs(25),
        }
    }
}
