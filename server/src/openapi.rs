//! The description of the API (`OpenAPI` 3.1). Each endpoint is described beside its code; here is what puts that together,
//! and what stands nowhere as a type, since it is read and written byte by byte.

use std::sync::LazyLock;

use utoipa::OpenApi;

pub(crate) use decision::{Decision, Decisions};
pub(crate) use payment::{Payment, Payments};
pub(crate) use problem::Problem;
pub(crate) use rollout::Rollout;
pub(crate) use signal::{Signal, Signals};

use crate::controllers::{decisions, docs, health, journal, keys, metrics, policies, rollout as rollouts};
use crate::controllers::{signals, versions};

mod decision;
mod endpoints;
mod explanation;
mod payment;
mod problem;
mod problems;
mod rollout;
mod signal;

#[cfg(test)]
mod tests;

/// What is described beside the endpoints.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Waypost",
        description = "Decides how payments go: screened, authenticated, routed and tried again, as policies say.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        decisions::create::create, decisions::batch::batch,
        policies::list::list, policies::show::show, policies::propose::propose, policies::check::check,
        versions::list::list, versions::show::show, versions::activate::activate, versions::rollback::rollback,
        versions::diff::diff,
        rollouts::show::show, rollouts::show::shadow, rollouts::start::start, rollouts::stop::stop,
        signals::list::list, signals::tell::tell, signals::forget::forget,
        journal::list::list,
        keys::list::list, keys::create::create, keys::revoke::revoke,
        health::live::live, health::ready::ready, metrics::show, docs::openapi,
    ),
    components(schemas(Problem)),
    tags(
        (name = "decisions", description = "Decisions on payments."),
        (name = "policies", description = "The policies that are served, and drafts of them."),
        (name = "versions", description = "What was proposed, what is live, and the way back. There are versions if the server has a data folder."),
        (name = "rollouts", description = "A version that is tried beside the one that is live."),
        (name = "signals", description = "What connectors are like at this moment."),
        (name = "journal", description = "Who has done what."),
        (name = "keys", description = "Who may do what."),
        (name = "health", description = "How the server is doing: for anyone, without a key."),
    ),
)]
struct Described;

/// The whole description.
pub(crate) fn document() -> utoipa::openapi::OpenApi {
    let mut document = Described::openapi();
    endpoints::complete(&mut document);
    document
}

/// The same as text, which ends with a line end.
pub(crate) fn text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        // A document of texts, numbers and maps by texts can always be written.
        let text = document().to_pretty_json().unwrap_or_default();
        text + "\n"
    });
    &TEXT
}
