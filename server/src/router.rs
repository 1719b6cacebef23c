//! The endpoints, as a table.

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::admission;
use crate::catalog::Catalog;
use crate::controllers::decisions::Turns;
use crate::controllers::{decisions, health, metrics, policies};
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::records::Records;
use crate::request_log::{self, UNKNOWN};
use crate::settings::Settings;

/// The paths of all endpoints.
const POLICIES: &str = "/v1/policies";
const POLICY: &str = "/v1/policies/{policy}";
const DECISIONS: &str = "/v1/policies/{policy}/decisions";
const BATCH: &str = "/v1/policies/{policy}/decisions/batch";
const METRICS: &str = "/metrics";
const LIVE: &str = "/livez";
const READY: &str = "/readyz";

/// What the endpoints work with, behind one pointer, since each request takes it several times.
pub(crate) type AppState = Arc<App>;

/// What the endpoints work with.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) settings: Settings,
    pub(crate) metrics: Metrics,
    /// Where decisions are recorded, if they are.
    pub(crate) records: Option<Records>,
    /// One for each request that may be under way.
    pub(crate) admitted: Semaphore,
    /// Explanations are worked out one at a time, so that decisions keep their cores.
    pub(crate) explanations: Turns,
    /// The same for batches.
    pub(crate) batches: Turns,
}

impl App {
    /// Serves these policies, and records what is decided.
    pub(crate) fn new(catalog: Arc<Catalog>, settings: Settings, records: Option<Records>) -> Self {
        let metrics = Metrics::new(&[POLICIES, POLICY, DECISIONS, BATCH, METRICS, LIVE, READY, UNKNOWN]);
        Self {
            catalog,
            settings,
            records,
            admitted: Semaphore::new(settings.requests),
            explanations: Turns::new(metrics.shed.clone()),
            batches: Turns::new(metrics.shed.clone()),
            metrics,
        }
    }
}

/// All endpoints. Those that tell how the server is doing are answered however much there is to do.
pub(crate) fn router(app: AppState) -> Router {
    let policies = Router::new()
        .route(POLICIES, get(policies::list::list))
        .route(POLICY, get(policies::show::show))
        .route(DECISIONS, post(decisions::create::create))
        .route(BATCH, post(decisions::batch::batch))
        .route_layer(middleware::from_fn_with_state(app.clone(), admission::admit));
    policies
        .route(METRICS, get(metrics::show))
        .route(LIVE, get(health::live::live))
        .route(READY, get(health::ready::ready))
        .fallback(async || Problem::unknown_endpoint())
        .method_not_allowed_fallback(async || Problem::wrong_method())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn_with_state(app.clone(), request_log::note))
        .with_state(app)
}

/// What it panicked with may hold values of facts, so it is not logged here.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("an endpoint has panicked, which is a fault of waypost");
    Problem::internal().into_response()
}
