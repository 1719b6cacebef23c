//! `POST /v1/keys`: makes a key, which is told once and never again.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::access::{Identity, Role};
use crate::app::AppState;
use crate::controllers::{body, json};
use crate::problem::Problem;
use crate::store::{Key, NewKey};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    roles: BTreeSet<Role>,
    #[serde(default)]
    policies: Option<BTreeSet<String>>,
    #[serde(default)]
    expires: Option<Timestamp>,
}

#[derive(Serialize)]
struct Answer<'k> {
    /// The key itself.
    secret: &'k str,
    #[serde(flatten)]
    key: Key,
}

/// Makes the key.
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
