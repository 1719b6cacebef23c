//! What each request comes to first. Single decisions are nearly all that is asked for, and what a router and its layers take
//! is as much as reading, deciding and answering a payment; so they are answered here, by the same steps that the router puts
//! around every endpoint. All else goes to the router, which knows the endpoint too, for names that are written otherwise.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::{Method, Request};
use tower::ServiceExt as _;

use crate::app::AppState;
use crate::controllers::decisions;
use crate::panics::caught;
use crate::problem::Problem;
use crate::request_log::{Caller, Noted};
use crate::router::{path, router};
use crate::{access, admission};

/// Answers all requests.
pub(crate) struct Front {
    app: AppState,
    router: Router,
}

impl Front {
    pub(crate) fn new(app: AppState) -> Self {
        Self { router: router(app.clone()), app }
    }

    /// Answers a request.
    pub(crate) async fn answer(&self, request: Request<Incoming>) -> Result<Response, Infallible> {
        let (head, body) = request.into_parts();
        match policy(&head) {
            Some(policy) => {
                let noted = Noted::begin(&self.app, &head);
                let decided = caught(async {
                    let decided = self.decide(policy, &head, noted.caller(), body).await;
                    decided.unwrap_or_else(Problem::into_response)
                });
                let answer = decided.await;
                Ok(noted.end(&self.app, path::DECISIONS, answer))
            }
            None => self.router.clone().oneshot(Request::from_parts(head, Body::new(body))).await,
        }
    }

    async fn decide(
        &self,
        policy: &str,
        head: &Parts,
        caller: &Caller,
        body: Incoming,
    ) -> Result<Response, Problem> {
        let _admitted = admission::admit(&self.app)?;
        let identity = access::identify(&self.app, &head.method, path::DECISIONS, &head.headers).await?;
        if !identity.may_see(policy) {
            return Err(Problem::out_of_scope());
        }
        decisions::create::decide(&self.app, policy, &head.uri, caller, body).await
    }
}

/// The policy whose decision is asked for, if that is so and its name is written plainly.
fn policy(head: &Parts) -> Option<&str> {
    let policy = head.uri.path().strip_prefix("/v1/policies/")?.strip_suffix("/decisions")?;
    (head.method == Method::POST && !policy.is_empty() && !policy.contains(['/', '%'])).then_some(policy)
}
