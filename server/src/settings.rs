//! What an operator may set.

use std::time::Duration;

/// How the server treats its connections and requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How long a new connection may take until its first request has arrived, up to the end of the headers.
    pub header_timeout: Duration,
    /// How long an open connection may take until its next request has arrived, up to the end of the headers.
    pub idle_timeout: Duration,
    /// How long the body of a request may take.
    pub body_timeout: Duration,
    /// The largest body, in bytes.
    pub body_limit: usize,
    /// How long requests that are under way may take to end once the server shuts down.
    pub drain_timeout: Duration,
}

impl Default for Settings {
    /// Ten seconds for headers and for bodies, 75 for idle connections, 64 KiB, and 25 seconds to drain, which is
    /// less than the 30 after which Kubernetes kills.
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            body_timeout: Duration::from_secs(10),
            body_limit: 64 * 1024,
            drain_timeout: Duration::from_secs(25),
        }
    }
}
