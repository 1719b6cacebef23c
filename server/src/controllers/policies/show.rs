//! `GET /v1/policies/{policy}`: one policy, what it needs to know of a payment, and what there is to say about it.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use waypost_dsl::hir::{Fact, Origin, Policy, Stage};

use crate::app::AppState;
use crate::catalog::ServedPolicy;
use crate::controllers::policies::status::Status;
use crate::controllers::{PolicyName, json};
use crate::problem::Problem;
use crate::router::path;
use crate::wire::finding::Finding;

/// The policy that is live, and the findings in its files. Of a policy that is not live only the latter.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Policy)]
struct Answer<'p> {
    #[serde(flatten)]
    status: Status<'p>,
    /// Its main file in the folder that is followed; null if it was published only.
    #[schema(required)]
    file: Option<&'p str>,
    facts: Vec<FactJson<'p>>,
    connectors: Vec<&'p str>,
    stages: Vec<StageJson>,
    findings: &'p [Finding],
}

/// A fact, as the policy declares it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fact)]
struct FactJson<'p> {
    /// Its name: dots are objects in objects.
    name: &'p str,
    /// Its type, as policies spell it.
    r#type: String,
    /// Whether a payment may leave it out.
    optional: bool,
    /// Whether it is there only for some payments.
    only_when: bool,
    /// Whether its values are told nowhere.
    private: bool,
}

/// A stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stage)]
struct StageJson {
    /// `screen`, `authenticate`, `route` or `retry`.
    name: &'static str,
    /// How many rules it has.
    rules: usize,
}

/// One policy.
#[utoipa::path(
    get, path = path::POLICY, operation_id = "show_policy", tag = "policies",
    summary = "One policy: the facts that it asks for, its connectors, its stages, and what was found in it",
    params(PolicyName),
    responses((status = 200, description = "the policy", body = Answer<'_>)),
)]
pub(crate) async fn show(
    State(app): State<AppState>,
    PolicyName(name): PolicyName,
) -> Result<Response, Problem> {
    let table = app.catalog.table();
    let served = table.policies.get(&name).ok_or_else(Problem::unknown_policy)?;
    json(&answer(&name, served))
}

fn answer<'p>(name: &'p str, served: &'p ServedPolicy) -> Answer<'p> {
    let policy: Option<&Policy> = served.live.as_ref().map(|live| live.decider.snapshot().policy());
    // What is told of connectors and attempts is the same for all policies: it belongs to the language.
    let facts = policy.iter().flat_map(|policy| policy.facts.given());
    let facts = facts.filter(|(_, fact)| fact.origin == Origin::Payment).map(|(_, fact)| FactJson::new(fact));
    let connectors = policy.iter().flat_map(|policy| policy.connectors.iter());
    let stages = policy.iter().flat_map(|policy| policy.stages.iter().map(StageJson::new));
    Answer {
        status: Status::new(name, served),
        file: served.file.as_deref(),
        facts: facts.collect(),
        connectors: connectors.map(|(_, connector)| connector.name.as_str()).collect(),
        stages: stages.collect(),
        findings: &served.findings,
    }
}

impl<'p> FactJson<'p> {
    fn new(fact: &'p Fact) -> Self {
        let (optional, only_when, private) = (fact.optional, fact.only_when.is_some(), fact.private);
        Self { name: &fact.name, r#type: fact.ty.describe(), optional, only_when, private }
    }
}

impl StageJson {
    fn new(stage: &Stage) -> Self {
        Self { name: stage.kind.as_str(), rules: stage.rules.len() }
    }
}
