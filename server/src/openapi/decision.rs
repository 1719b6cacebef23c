//! Decisions, which are written from parts that are laid out when a policy is compiled.
#![expect(dead_code, reason = "decisions are never values of these types")]

use std::collections::BTreeMap;

use utoipa::ToSchema;

use crate::openapi::Problem;
use crate::openapi::explanation::Explanation;
use crate::openapi::signal::UsedSignal;

/// What was decided of a payment. A stage that the policy does not have is left out; after `deny` so are the later ones, and
/// `retry` if the payment tells of no attempt.
#[derive(Debug, ToSchema)]
pub(crate) struct Decision {
    policy: DecidedBy,
    #[schema(nullable = false)]
    screen: Option<Screened>,
    #[schema(nullable = false)]
    authenticate: Option<Authenticated>,
    #[schema(nullable = false)]
    route: Option<Routed>,
    #[schema(nullable = false)]
    retry: Option<Retried>,
    /// The signals that the payment did not tell itself, by the names of connectors.
    #[schema(nullable = false)]
    signals: Option<BTreeMap<String, UsedSignal>>,
    /// Why it is decided so, if that was asked for.
    #[schema(nullable = false)]
    explanation: Option<Explanation>,
}

/// The policy that has decided. Same digest and same payment, same decision.
#[derive(Debug, ToSchema)]
struct DecidedBy {
    /// Its name.
    name: String,
    /// The SHA-256 of its files: `sha256:…`.
    digest: String,
}

/// Whether the payment may go on.
#[derive(Debug, ToSchema)]
struct Screened {
    outcome: ScreenOutcome,
    /// The reason of a denial, the queue of a review.
    #[schema(nullable = false)]
    reason: Option<String>,
    /// The rule that has won; null for `otherwise`.
    #[schema(required)]
    rule: Option<String>,
}

#[derive(Debug, ToSchema)]
#[serde(rename_all = "lowercase")]
enum ScreenOutcome {
    Allow,
    Review,
    Deny,
}

/// How the payer is authenticated.
#[derive(Debug, ToSchema)]
struct Authenticated {
    outcome: AuthenticateOutcome,
    /// The exemption.
    #[schema(nullable = false)]
    reason: Option<String>,
    /// The rule that has won; null for `otherwise`.
    #[schema(required)]
    rule: Option<String>,
}

#[derive(Debug, ToSchema)]
#[serde(rename_all = "lowercase")]
enum AuthenticateOutcome {
    Challenge,
    Frictionless,
    Exempt,
}

/// Which connectors to try.
#[derive(Debug, ToSchema)]
struct Routed {
    outcome: RouteOutcome,
    /// Those to try, in order, with `plan`.
    #[schema(nullable = false)]
    connectors: Option<Vec<String>>,
    /// Those of the plan that do not serve the payment, with `plan`.
    #[schema(nullable = false)]
    struck: Option<Vec<String>>,
    /// Why there is no route, with `none`.
    #[schema(nullable = false)]
    reason: Option<String>,
    /// The rule that has won; null for `otherwise`.
    #[schema(required)]
    rule: Option<String>,
}

#[derive(Debug, ToSchema)]
#[serde(rename_all = "lowercase")]
enum RouteOutcome {
    Plan,
    None,
}

/// Whether there is another attempt.
#[derive(Debug, ToSchema)]
struct Retried {
    outcome: RetryOutcome,
    /// How long to wait, with `again`; 0 is at once.
    #[schema(nullable = false)]
    after_ms: Option<u64>,
    /// The rule that has won; null for `otherwise`.
    #[schema(required)]
    rule: Option<String>,
}

#[derive(Debug, ToSchema)]
#[serde(rename_all = "lowercase")]
enum RetryOutcome {
    Next,
    Again,
    Stop,
}

/// What became of many payments.
#[derive(Debug, ToSchema)]
pub(crate) struct Decisions {
    /// Of each payment, in its place.
    results: Vec<Decided>,
}

/// What became of one of them: one of the two is there.
#[derive(Debug, ToSchema)]
struct Decided {
    #[schema(nullable = false)]
    decision: Option<Decision>,
    #[schema(nullable = false)]
    problem: Option<Problem>,
}
