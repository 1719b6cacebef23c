//! Explanations as they are answered: with nothing that was wanted, and without the values of private facts.
#![expect(dead_code, reason = "explanations are values of other types, which know more than is answered")]

use serde_json::Value;
use utoipa::ToSchema;

/// Why a payment is decided as it is.
#[derive(Debug, ToSchema)]
pub(super) struct Explanation {
    /// Why, for each stage that was decided.
    stages: Vec<ExplainedStage>,
}

/// Why a stage has decided as it did.
#[derive(Debug, ToSchema)]
struct ExplainedStage {
    /// The stage.
    stage: String,
    /// What it has decided, as cases spell it: `route adyen, stripe`.
    decided: String,
    /// The rule that has won; null for `otherwise`.
    #[schema(required)]
    rule: Option<String>,
    /// The facts that by themselves force this outcome.
    facts: Vec<ToldFact>,
    /// Whether it is proved that no fewer facts do.
    fewest: bool,
    /// The rules above the winner, and what the payment misses of each.
    misses: Vec<MissedRule>,
    /// The connectors of the plan that do not serve the payment.
    struck: Vec<StruckConnector>,
}

/// A fact of the payment.
#[derive(Debug, ToSchema)]
struct ToldFact {
    /// Its name.
    fact: String,
    /// Its value, as a payment gives it: null where it is absent, left out where it is private.
    #[schema(required = false)]
    value: Value,
}

/// A rule that did not take the payment.
#[derive(Debug, ToSchema)]
struct MissedRule {
    /// The rule.
    rule: String,
    /// The first part of its condition that the payment does not meet.
    failed: String,
    /// The facts that this part asks for.
    facts: Vec<ToldFact>,
    /// In how many facts the payment fails the whole condition, at least.
    apart: usize,
}

/// A connector that was struck.
#[derive(Debug, ToSchema)]
struct StruckConnector {
    /// The connector.
    connector: String,
    /// The first part of what it serves that the payment does not meet.
    failed: String,
    /// The facts that this part asks for.
    facts: Vec<ToldFact>,
}
