//! A rollout, whether it is running or not.
#![expect(dead_code, reason = "which of the two it is, is known where it is answered")]

use utoipa::ToSchema;

use crate::rollout::Standing;
use crate::store::KeptRollout;

/// How a rollout stands, or how it has ended.
#[derive(Debug, ToSchema)]
#[serde(untagged)]
pub(crate) enum Rollout {
    Running(Standing),
    Ended(KeptRollout),
}
