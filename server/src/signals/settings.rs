//! How long signals hold.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::signals::Health;

/// How long signals hold, and what they count as then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How long what was told of a connector holds.
    #[serde(with = "jiff::fmt::serde::unsigned_duration::friendly::compact::required")]
    pub stale_after: Duration,
    /// What a connector counts as of which nothing was told for longer.
    pub stale_counts_as: StaleAs,
}

/// What a connector counts as of which nothing was told for long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StaleAs {
    /// As one of which nothing was ever told: up, with no share of successes and no latency.
    Unknown,
    /// As degraded.
    Degraded,
    /// As down.
    Down,
}

impl StaleAs {
    pub(super) fn health(self) -> Option<Health> {
        match self {
            Self::Unknown => None,
            Self::Degraded => Some(Health::Degraded),
            Self::Down => Some(Health::Down),
        }
    }
}

impl Default for Settings {
    /// A minute, and then as if nothing had been told.
    fn default() -> Self {
        Self { stale_after: Duration::from_mins(1), stale_counts_as: StaleAs::Unknown }
    }
}
