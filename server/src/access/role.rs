//! What somebody may be. A role says what may be done, and none of them includes another: who proposes does not approve.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Asks for decisions, and tells of signals.
    Service,
    /// Checks drafts and proposes versions.
    Analyst,
    /// Makes versions live, and rolls back.
    Approver,
    /// Reads versions and the journal.
    Auditor,
    /// Makes and revokes keys.
    Admin,
}

/// A word that is no role.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is no role: there are service, analyst, approver, auditor and admin")]
pub struct UnknownRole(String);

impl Role {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Service, Self::Analyst, Self::Approver, Self::Auditor, Self::Admin];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Analyst => "analyst",
            Self::Approver => "approver",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}
