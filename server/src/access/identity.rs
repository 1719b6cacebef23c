//! Who asks, and what they may do.

use std::collections::BTreeSet;

use crate::access::Role;

/// Whoever has shown a key or a token, or anyone where nobody has to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// As the journal and versions name them: `key:ci`, `jwt:alice`.
    pub(crate) name: String,
    roles: BTreeSet<Role>,
    /// The only policies that they may have to do with; all, if there are none.
    policies: Option<BTreeSet<String>>,
}

impl Identity {
    pub(crate) fn new(name: String, roles: BTreeSet<Role>, policies: Option<BTreeSet<String>>) -> Self {
        Self { name, roles, policies }
    }

    /// Who asks where nobody has to show anything, which is on loopback only.
    pub(crate) fn anyone() -> Self {
        Self::new("anyone".to_owned(), Role::ALL.into(), None)
    }

    /// Whether they have one of these roles.
    pub(crate) fn is_any_of(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.roles.contains(role))
    }

    /// Whether they may have to do with that policy.
    pub(crate) fn may_see(&self, policy: &str) -> bool {
        self.policies.as_ref().is_none_or(|policies| policies.contains(policy))
    }

    /// Whether they may have to do with all policies.
    pub(crate) fn may_see_all(&self) -> bool {
        self.policies.is_none()
    }
}
