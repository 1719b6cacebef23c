//! What the endpoints do: a folder for each noun, in it a file for each verb.

pub(crate) mod decisions;
pub(crate) mod docs;
pub(crate) mod health;
pub(crate) mod journal;
pub(crate) mod keys;
pub(crate) mod metrics;
pub(crate) mod policies;
pub(crate) mod rollout;
pub(crate) mod signals;
pub(crate) mod versions;

mod body;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::IntoParams;

use crate::problem::Problem;

/// The name of a policy, from the path.
#[derive(IntoParams)]
#[into_params(names("policy"), parameter_in = Path)]
pub(crate) struct PolicyName(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for PolicyName {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(name)| Self(name)).map_err(|_| Problem::unknown_policy())
    }
}

/// An answer in JSON.
fn json(answer: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(answer).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written, which is a fault of waypost");
        Problem::internal()
    })?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response())
}
