//! What each endpoint asks of its callers, as a table. An endpoint that does not stand here is for nobody.

use axum::http::Method;

use crate::access::Role;
use crate::router::path;

/// Who may use an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Anyone, also without a key.
    Nothing,
    /// Whoever has one of these roles.
    AnyOf(&'static [Role]),
}

const READERS: &[Role] = &[Role::Analyst, Role::Approver, Role::Auditor];
const APPROVERS: &[Role] = &[Role::Approver];
const SERVICES: &[Role] = &[Role::Service];
const ADMINS: &[Role] = &[Role::Admin];

/// Who may use the endpoint at `path` with that method.
pub(crate) fn of(method: &Method, path: &str) -> Needs {
    use Needs::{AnyOf, Nothing};
    let is_read = *method == Method::GET || *method == Method::HEAD;
    match path {
        path::LIVE | path::READY | path::METRICS | path::OPENAPI | path::DOCS | path::DOCS_FILE => Nothing,
        path::DECISIONS | path::BATCH | path::SIGNAL => AnyOf(SERVICES),
        path::POLICIES => AnyOf(&Role::ALL),
        path::POLICY if is_read => AnyOf(&Role::ALL),
        path::POLICY => AnyOf(&[Role::Analyst]),
        path::CHECK => AnyOf(&[Role::Analyst, Role::Approver]),
        path::VERSIONS | path::VERSION | path::DIFF => AnyOf(READERS),
        path::ROLLOUT | path::SHADOW if is_read => AnyOf(READERS),
        path::ACTIVATE | path::ROLLBACK | path::ROLLOUT => AnyOf(APPROVERS),
        path::SIGNALS => AnyOf(&[Role::Service, Role::Analyst, Role::Approver, Role::Auditor]),
        path::JOURNAL => AnyOf(&[Role::Auditor, Role::Admin]),
        path::KEYS | path::KEY => AnyOf(ADMINS),
        _ => AnyOf(&[]),
    }
}
