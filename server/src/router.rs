//! The endpoints, as a table.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::catalog::Catalog;
use crate::controllers::{decisions, health, policies};
use crate::problem::Problem;
use crate::request_log;
use crate::settings::Settings;

/// What the endpoints work with.
#[derive(Debug, Clone)]
pub(crate) struct AppState {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) settings: Settings,
    /// Lets one explanation at a time be worked out, so that decisions keep their cores.
    pub(crate) explanations: Arc<Semaphore>,
}

/// All endpoints.
pub(crate) fn router(catalog: Arc<Catalog>, settings: Settings) -> Router {
    Router::new()
        .route("/v1/policies", get(policies::list::list))
        .route("/v1/policies/{policy}", get(policies::show::show))
        .route("/v1/policies/{policy}/decisions", post(decisions::create::create))
        .route("/livez", get(health::live::live))
        .route("/readyz", get(health::ready::ready))
        .fallback(async || Problem::unknown_endpoint())
        .method_not_allowed_fallback(async || Problem::wrong_method())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(request_log::log))
        .with_state(AppState { catalog, settings, explanations: Arc::new(Semaphore::new(1)) })
}

/// What it panicked with may hold values of facts, so it is not logged here.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("an endpoint has panicked, which is a fault of waypost");
    Problem::internal().into_response()
}
