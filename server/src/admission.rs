//! Turns requests away at once when too many are under way, so that those that are let in are answered in time.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tokio::sync::SemaphorePermit;

use crate::app::{App, AppState};
use crate::problem::Problem;

/// Lets a request in until what is returned is dropped, or says that there is too much to do.
pub(crate) fn admit(app: &App) -> Result<SemaphorePermit<'_>, Problem> {
    app.admitted.try_acquire().map_err(|_| {
        app.metrics.shed.increment(1);
        Problem::overloaded()
    })
}

/// Lets the request pass, or answers that there is too much to do.
pub(crate) async fn guard(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match admit(&app) {
        Ok(_admitted) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}
