//! The endpoints, as a table.

use axum::Router;
use axum::middleware;
use axum::routing::{delete, get, post, put};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::AppState;
use crate::controllers::{
    decisions, docs, health, journal, keys, metrics, policies, rollout, signals, versions,
};
use crate::problem::Problem;
use crate::{access, admission, panics, request_log};

pub(crate) mod path;

/// All endpoints. Those that tell how the server is doing are answered however much there is to do, and to anyone.
pub(crate) fn router(app: AppState) -> Router {
    Router::new()
        .route(path::POLICIES, get(policies::list::list))
        .route(path::POLICY, get(policies::show::show).put(policies::propose::propose))
        .route(path::DECISIONS, post(decisions::create::create))
        .route(path::BATCH, post(decisions::batch::batch))
        .route(path::CHECK, post(policies::check::check))
        .route(path::VERSIONS, get(versions::list::list))
        .route(path::VERSION, get(versions::show::show))
        .route(path::ACTIVATE, post(versions::activate::activate))
        .route(path::ROLLBACK, post(versions::rollback::rollback))
        .route(path::DIFF, get(versions::diff::diff))
        .route(path::ROLLOUT, get(rollout::show::show).put(rollout::start::start).delete(rollout::stop::stop))
        .route(path::SHADOW, get(rollout::show::shadow))
        .route(path::SIGNALS, get(signals::list::list))
        .route(path::SIGNAL, put(signals::tell::tell).delete(signals::forget::forget))
        .route(path::JOURNAL, get(journal::list::list))
        .route(path::KEYS, get(keys::list::list).post(keys::create::create))
        .route(path::KEY, delete(keys::revoke::revoke))
        .route_layer(middleware::from_fn_with_state(app.clone(), access::authenticate))
        .route_layer(middleware::from_fn_with_state(app.clone(), admission::guard))
        .route(path::METRICS, get(metrics::show))
        .route(path::LIVE, get(health::live::live))
        .route(path::READY, get(health::ready::ready))
        .route(path::OPENAPI, get(docs::openapi))
        .route(path::DOCS, get(docs::viewer::page))
        .route(path::DOCS_FILE, get(docs::viewer::file))
        .fallback(async || Problem::unknown_endpoint())
        .method_not_allowed_fallback(async || Problem::wrong_method())
        .layer(CatchPanicLayer::custom(panics::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), request_log::note))
        .with_state(app)
}
