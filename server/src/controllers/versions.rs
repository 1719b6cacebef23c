//! Versions of policies.

pub(crate) mod activate;
pub(crate) mod diff;
pub(crate) mod list;
pub(crate) mod rollback;
pub(crate) mod show;

use std::sync::Arc;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use utoipa::IntoParams;

use crate::access::Identity;
use crate::app::App;
use crate::problem::Problem;
use crate::releases::Releases;
use crate::store::Version;

/// The name of a policy and the number of a version, from the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct VersionPath {
    /// The name of the policy.
    policy: String,
    /// The number of the version.
    number: u32,
}

impl<S: Send + Sync> FromRequestParts<S> for VersionPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path: Result<Path<(String, String)>, PathRejection> =
            Path::from_request_parts(parts, state).await;
        let Path((policy, number)) = path.map_err(|_| Problem::unknown_policy())?;
        let number = number.parse().map_err(|_| Problem::unknown_version(&policy))?;
        Ok(Self { policy, number })
    }
}

/// The version, if this caller may let it decide and it is sound today: a new day may have brought an invariant that it breaks.
pub(super) async fn approve(
    app: &App,
    policy: &str,
    number: u32,
    caller: &Identity,
) -> Result<Version, Problem> {
    let releases = Arc::clone(app.releases()?);
    let version = find(&releases, policy, number).await?;
    if app.four_eyes && version.author == caller.name {
        return Err(Problem::own_proposal());
    }
    let day = releases.day();
    if releases.proved.has(&version, day) {
        return Ok(version);
    }
    let bundle = releases.store.bundle(&version).await?;
    let judge = Arc::clone(&releases);
    let judged = app.proofs.take(move || judge.judge(&bundle, day)).await?;
    match judged.sound(policy) {
        Ok(_) => {
            releases.proved.note(&version, day);
            Ok(version)
        }
        Err(reason) => Err(Problem::unsound(reason, judged.report)),
    }
}

/// A version, or that there is none.
async fn find(releases: &Releases, policy: &str, number: u32) -> Result<Version, Problem> {
    let version = releases.store.version(policy, number).await?;
    version.ok_or_else(|| Problem::unknown_version(policy))
}
