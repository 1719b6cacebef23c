//! Rollouts: which challenger was tried beside which version that is live, and how that has ended.

use serde::Serialize;
use serde_json::json;
use sqlx::{Sqlite, Transaction};
use utoipa::ToSchema;

use crate::rollout::Plan;
use crate::store::journal::{self, Act};
use crate::store::{Store, StoreError, now};

/// A rollout, as it is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EndedRollout)]
pub(crate) struct KeptRollout {
    /// The policy's name.
    #[serde(skip)]
    pub(crate) policy: String,
    /// The number of the challenger's version.
    #[serde(rename = "version")]
    pub(crate) number: u32,
    #[serde(flatten)]
    pub(crate) plan: Plan,
    /// Who has started it.
    pub(crate) actor: String,
    /// When, as RFC 3339 spells it.
    pub(crate) started: String,
    /// When it has ended; null if it has not.
    #[schema(required)]
    pub(crate) ended: Option<String>,
    /// Why it has ended.
    #[schema(required)]
    pub(crate) reason: Option<String>,
}

type Row = (String, u32, String, String, String, Option<String>, Option<String>);

const COLUMNS: &str = "SELECT policy, number, plan, actor, started, ended, reason FROM rollouts";

impl Store {
    /// The rollouts that have not ended.
    pub(crate) async fn rollouts(&self) -> Result<Vec<KeptRollout>, StoreError> {
        let running = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE ended IS NULL ORDER BY seq"));
        let rows: Vec<Row> = sqlx::query_as(running).fetch_all(&self.pool).await?;
        rows.into_iter().map(kept).collect()
    }

    /// The last rollout of a policy.
    pub(crate) async fn last_rollout(&self, policy: &str) -> Result<Option<KeptRollout>, StoreError> {
        let last = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE policy = ? ORDER BY seq DESC LIMIT 1"));
        let row: Option<Row> = sqlx::query_as(last).bind(policy).fetch_optional(&self.pool).await?;
        row.map(kept).transpose()
    }

    /// Begins a rollout, in the place of one that is running.
    pub(crate) async fn start_rollout(
        &self,
        policy: &str,
        number: u32,
        plan: &Plan,
        actor: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        end(&mut transaction, policy, "it was changed").await?;
        let plan = serde_json::to_value(plan).unwrap_or_default();
        sqlx::query("INSERT INTO rollouts (policy, number, plan, actor, started) VALUES (?, ?, ?, ?, ?)")
            .bind(policy)
            .bind(number)
            .bind(plan.to_string())
            .bind(actor)
            .bind(now())
            .execute(&mut *transaction)
            .await?;
        let act = Act { actor, what: "roll out", policy: Some(policy) };
        journal::append(&mut transaction, act, &json!({"version": number, "plan": plan})).await?;
        Ok(transaction.commit().await?)
    }

    /// Ends the rollout of a policy; says whether one was running.
    pub(crate) async fn end_rollout(
        &self,
        policy: &str,
        reason: &str,
        actor: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        if !end(&mut transaction, policy, reason).await? {
            return Ok(false);
        }
        let act = Act { actor, what: "end rollout", policy: Some(policy) };
        journal::append(&mut transaction, act, &json!({"reason": reason})).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

/// Ends the rollout of a policy in a transaction; says whether one was running.
pub(super) async fn end(
    transaction: &mut Transaction<'static, Sqlite>,
    policy: &str,
    reason: &str,
) -> Result<bool, StoreError> {
    let ended = sqlx::query("UPDATE rollouts SET ended = ?, reason = ? WHERE policy = ? AND ended IS NULL")
        .bind(now())
        .bind(reason)
        .bind(policy)
        .execute(&mut **transaction)
        .await?;
    Ok(ended.rows_affected() > 0)
}

fn kept((policy, number, plan, actor, started, ended, reason): Row) -> Result<KeptRollout, StoreError> {
    let plan = serde_json::from_str(&plan)
        .map_err(|error| StoreError::Damaged(format!("the rollout of `{policy}`: {error}")))?;
    Ok(KeptRollout { policy, number, plan, actor, started, ended, reason })
}
