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
    use path::*;
    Router::new()
        .route(POLICIES, get(policies::list::list))
        .route(POLICY, get(policies::show::show).put(policies::propose::propose))
        .route(DECISIONS, post(decisions::create::create))
        .route(BATCH, post(decisions::batch::batch))
        .route(CHECK, post(policies::check::check))
        .route(VERSIONS, get(versions::list::list))
        .route(VERSION, get(versions::show::show))
        .route(ACTIVATE, post(versions::activate::activate))
        .route(ROLLBACK, post(versions::rollback::rollback))
        .route(DIFF, get(versions::diff::diff))
        .route(ROLLOUT, get(rollout::show::show).put(rollout::start::start).delete(rollout::stop::stop))
        .route(SHADOW, get(rollout::show::shadow))
        .route(SIGNALS, get(signals::list::list))
        .route(SIGNAL, put(signals::tell::tell).delete(signals::forget::forget))
        .route(JOURNAL, get(journal::list::list))
        .route(KEYS, get(keys::list::list).post(keys::create::create))
        .route(KEY, delete(keys::revoke::revoke))
        .route_layer(middleware::from_fn_with_state(app.clone(), access::authenticate))
        .route_layer(middleware::from_fn_with_state(app.clone(), admission::guard))
        .route(METRICS, get(metrics::show))
        .route(LIVE, get(health::live::live))
        .route(READY, get(health::ready::ready))
        .route(OPENAPI, get(docs::openapi))
        .route(DOCS, get(docs::viewer::page))
        .route(DOCS_FILE, get(docs::viewer::file))
        .fallback(async || Problem::unknown_endpoint())
        .method_not_allowed_fallback(async || Problem::wrong_method())
        .layer(CatchPanicLayer::custom(panics::panicked))
        .layer(middleware::from_fn_with_state(app.clone(), request_log::note))
        .with_state(app)
}
