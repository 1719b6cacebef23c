//! Turns requests away at once when too many are under way, so that those that are let in are answered in time.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::app::AppState;
use crate::problem::Problem;

/// Lets the request pass, or answers that there is too much to do.
pub(crate) async fn admit(State(app): State<AppState>, request: Request, next: Next) -> Response {
    match app.admitted.try_acquire() {
        Ok(_admitted) => next.run(request).await,
        Err(_) => {
            app.metrics.shed.increment(1);
            Problem::overloaded().into_response()
        }
    }
}
