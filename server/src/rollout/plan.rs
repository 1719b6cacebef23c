//! How a challenger is tried, as whoever starts it says.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;
use waypost_dsl::hir::{FactId, Facts};
use waypost_engine::can_split;

/// How many decisions are compared before a limit counts.
const AT_LEAST: u64 = 100;

/// How a challenger is tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutPlan)]
pub(crate) struct Plan {
    #[serde(flatten)]
    pub(crate) mode: Mode,
    /// The rollout ends by itself once more than this share of what was compared is decided otherwise or refused, in percent;
    /// never, if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(maximum = 100)]
    pub(crate) abort_above_percent: Option<u8>,
    /// How many decisions have to be compared first.
    #[serde(default = "at_least")]
    pub(crate) abort_after: u64,
}

/// Whether the challenger decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RolloutMode)]
#[serde(tag = "mode", rename_all = "lowercase")]
pub(crate) enum Mode {
    /// It is asked about each payment, and what it decides is only compared.
    Shadow,
    /// It decides some payments.
    Canary {
        /// How many of a hundred, from 1 to 100.
        #[schema(minimum = 1, maximum = 100)]
        percent: u8,
        /// The fact by whose value they are chosen: payments with the same value are decided alike.
        by: String,
    },
}

/// Why there can be no such rollout.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum PlanError {
    /// The policy has no such fact.
    #[error("the policy that is live has no fact `{0}` to choose payments by")]
    NoFact(String),
    /// The fact does not tell payments apart.
    #[error("payments cannot be chosen by `{0}`: take a text, digits, an integer, a country or a `one of`")]
    WrongFact(String),
    /// A share that there cannot be.
    #[error("`{0}` is from 1 to 100")]
    Percent(&'static str),
}

fn at_least() -> u64 {
    AT_LEAST
}

impl Plan {
    /// The fact by which payments are chosen, if they are.
    pub(super) fn fact(&self, facts: &Facts) -> Result<Option<FactId>, PlanError> {
        if self.abort_above_percent.is_some_and(|percent| percent > 100) {
            return Err(PlanError::Percent("abort_above_percent"));
        }
        let Mode::Canary { percent, by } = &self.mode else { return Ok(None) };
        if !(1..=100).contains(percent) {
            return Err(PlanError::Percent("percent"));
        }
        let fact = facts.given().find(|(_, fact)| fact.name == *by);
        let (id, fact) = fact.ok_or_else(|| PlanError::NoFact(by.clone()))?;
        if can_split(&fact.ty) { Ok(Some(id)) } else { Err(PlanError::WrongFact(by.clone())) }
    }
}
