//! `POST /v1/keys`: makes a key, which is told once and never again.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Identity, Role};
use crate::app::AppState;
use crate::controllers::{body, json};
use crate::problem::Problem;
use crate::router::path;
use crate::store::{Key, NewKey};

/// The key that is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewKey)]
struct Wanted {
    /// Who is to have it.
    #[schema(pattern = "^[A-Za-z0-9._@-]{1,100}$")]
    name: String,
    /// What its owner may do.
    #[schema(min_items = 1)]
    roles: BTreeSet<Role>,
    /// The only policies that its owner may have to do with; all, if there are none.
    #[serde(default)]
    #[schema(min_items = 1)]
    policies: Option<BTreeSet<String>>,
    /// From when it is not taken any more; never, if there is nothing.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires: Option<Timestamp>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = MadeKey)]
struct Answer<'k> {
    /// The key itself.
    secret: &'k str,
    #[serde(flatten)]
    key: Key,
}

/// Makes the key.
#[utoipa::path(
    post, path = path::KEYS, operation_id = "create_key", tag = "keys",
    summary = "Makes a key, which is told once and never again",
    request_body = Wanted,
    responses((status = 201, description = "the key", body = Answer<'_>)),
)]
pub(crate) async fn create(
    State(app): State<AppState>,
    Extension(identity): Extension<Arc<Identity>>,
    request: Request,
) -> Result<Response, Problem> {
    let releases = app.releases()?;
    let body = body::read(request.into_body(), &app.settings, app.settings.body_limit).await?;
    let Wanted { name, roles, policies, expires } = body::parse(&body)?;
    let new = NewKey::new(name, roles, policies, expires)
        .map_err(|error| Problem::wrong_body(error.to_string()))?;
    let (secret, key) = releases.store.create_key(&new, &identity.name).await?;
    app.gate.refresh().await;
    Ok((StatusCode::CREATED, json(&Answer { secret: secret.reveal(), key })?).into_response())
}
