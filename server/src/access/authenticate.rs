//! The middleware that lets a request through the gate, or says why not.

use axum::RequestPartsExt as _;
use axum::extract::{MatchedPath, RawPathParams, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::access::Identity;
use crate::access::needs::{self, Needs};
use crate::app::AppState;
use crate::problem::Problem;

/// Lets the request pass with the identity of its caller, or answers why it may not.
pub(crate) async fn authenticate(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match admit(&app, request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

async fn admit(app: &AppState, request: Request) -> Result<Request, Problem> {
    let endpoint = request.extensions().get::<MatchedPath>();
    let endpoint = endpoint.ok_or_else(Problem::unknown_endpoint)?;
    let Needs::AnyOf(roles) = needs::of(request.method(), endpoint.as_str()) else { return Ok(request) };
    let identity = app.gate.identify(request.headers()).await?;
    if !identity.is_any_of(roles) {
        return Err(Problem::forbidden(roles));
    }
    app.gate.count(&identity)?;
    let mut request = scoped(request, &identity).await?;
    request.extensions_mut().insert(identity);
    Ok(request)
}

/// The request, if it is about a policy that its caller may have to do with.
async fn scoped(request: Request, identity: &Identity) -> Result<Request, Problem> {
    if identity.may_see_all() {
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    let params = parts.extract::<RawPathParams>().await;
    let policy = params.iter().flatten().find(|(name, _)| *name == "policy");
    let may = match policy {
        Some((_, policy)) => identity.may_see(policy),
        // The list of policies shows only those.
        None => parts.uri.path() == crate::router::path::POLICIES,
    };
    if may { Ok(Request::from_parts(parts, body)) } else { Err(Problem::out_of_scope()) }
}
