//! Lets a request through the gate, or says why not.

use std::borrow::Cow;
use std::sync::Arc;

use axum::RequestPartsExt as _;
use axum::extract::{MatchedPath, RawPathParams, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::access::Identity;
use crate::access::needs::{self, Needs};
use crate::app::{App, AppState};
use crate::problem::Problem;
use crate::router::path;

/// The middleware: lets the request pass with the identity of its caller, or answers why it may not.
pub(crate) async fn authenticate(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match allowed(&app, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// Who has sent these headers, if they may use that endpoint and have not asked too often.
pub(crate) async fn identify<'a>(
    app: &'a App,
    method: &Method,
    endpoint: &str,
    headers: &HeaderMap,
) -> Result<Cow<'a, Arc<Identity>>, Problem> {
    let identity = app.gate.identify(headers).await?;
    if let Needs::AnyOf(roles) = needs::of(method, endpoint)
        && !identity.is_any_of(roles)
    {
        return Err(Problem::forbidden(roles));
    }
    app.gate.count(&identity)?;
    Ok(identity)
}

async fn allowed(app: &App, request: Request) -> Result<Request, Problem> {
    let (mut parts, body) = request.into_parts();
    let endpoint = parts.extensions.get::<MatchedPath>().cloned().ok_or_else(Problem::unknown_endpoint)?;
    if needs::of(&parts.method, endpoint.as_str()) != Needs::Nothing {
        let identity = identify(app, &parts.method, endpoint.as_str(), &parts.headers).await?;
        if !identity.may_see_all() {
            let params = parts.extract::<RawPathParams>().await;
            let policy = params.iter().flatten().find(|(name, _)| *name == "policy");
            let may = match policy {
                Some((_, policy)) => identity.may_see(policy),
                // The list of policies shows only those.
                None => endpoint.as_str() == path::POLICIES,
            };
            if !may {
                return Err(Problem::out_of_scope());
            }
        }
        parts.extensions.insert(identity.into_owned());
    }
    Ok(Request::from_parts(parts, body))
}
