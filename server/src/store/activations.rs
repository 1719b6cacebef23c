//! Which version of each policy is live, and which was before.

use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::store::journal::{self, Act};
use crate::store::rollouts;
use crate::store::versions::{self, Proposal, Version};
use crate::store::{Store, StoreError, now};

/// An activation: its number, the version, and the activation that a roll back leads to.
type Row = (i64, u32, Option<i64>);

impl Store {
    /// The policies with the numbers of the versions that are live.
    pub async fn live(&self) -> Result<Vec<(String, u32)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT policy, number FROM activations \
             WHERE seq IN (SELECT max(seq) FROM activations GROUP BY policy) ORDER BY policy",
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// The number of the version that a roll back of the policy leads to.
    pub async fn before(&self, policy: &str) -> Result<Option<u32>, StoreError> {
        let row: Option<(u32,)> = sqlx::query_as(
            "SELECT earlier.number FROM activations AS earlier JOIN activations AS last ON earlier.seq = last.before \
             WHERE last.seq = (SELECT max(seq) FROM activations WHERE policy = ?)",
        )
        .bind(policy)
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(number,)| number))
    }

    /// Makes a version live, on the disk.
    pub async fn activate(&self, version: &Version, actor: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        activate(&mut transaction, version, actor).await?;
        Ok(transaction.commit().await?)
    }

    /// Makes the version live that was before, and gives its number; does nothing if it is no longer `expected`.
    pub async fn roll_back(&self, policy: &str, expected: u32, actor: &str) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let Some((from, _, Some(before))) = last(&mut transaction, policy).await? else { return Ok(false) };
        let earlier: Row = sqlx::query_as("SELECT seq, number, before FROM activations WHERE seq = ?")
            .bind(before)
            .fetch_one(&mut *transaction)
            .await?;
        let (_, number, further) = earlier;
        if number != expected {
            return Ok(false);
        }
        insert(&mut transaction, policy, number, further).await?;
        let act = Act { actor, what: "roll back", policy: Some(policy) };
        journal::append(&mut transaction, act, &json!({"version": number, "activation": from})).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The bundle that the folder of a policy gave last.
    pub async fn folder(&self, policy: &str) -> Result<Option<String>, StoreError> {
        let row: Option<(String,)> = sqlx::query_as("SELECT bundle FROM folders WHERE policy = ?")
            .bind(policy)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|(bundle,)| bundle))
    }

    /// Keeps what the folder of a policy gives as a version, and makes it live, all or nothing.
    pub(crate) async fn follow(&self, proposal: &Proposal<'_>) -> Result<Version, StoreError> {
        let mut transaction = self.begin().await?;
        let (version, _) = versions::propose(&mut transaction, proposal).await?;
        activate(&mut transaction, &version, proposal.author).await?;
        sqlx::query("INSERT OR REPLACE INTO folders VALUES (?, ?)")
            .bind(proposal.policy)
            .bind(&version.bundle)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(version)
    }
}

async fn activate(
    transaction: &mut Transaction<'static, Sqlite>,
    version: &Version,
    actor: &str,
) -> Result<(), StoreError> {
    let last = last(transaction, &version.policy).await?;
    if last.is_some_and(|(_, number, _)| number == version.number) {
        return Ok(());
    }
    let before = last.map(|(seq, ..)| seq);
    insert(transaction, &version.policy, version.number, before).await?;
    let act = Act { actor, what: "activate", policy: Some(&version.policy) };
    journal::append(transaction, act, &json!({"version": version.number, "digest": version.digest})).await
}

async fn last(
    transaction: &mut Transaction<'static, Sqlite>,
    policy: &str,
) -> Result<Option<Row>, StoreError> {
    let last = "SELECT seq, number, before FROM activations WHERE policy = ? ORDER BY seq DESC LIMIT 1";
    Ok(sqlx::query_as(last).bind(policy).fetch_optional(&mut **transaction).await?)
}

async fn insert(
    transaction: &mut Transaction<'static, Sqlite>,
    policy: &str,
    number: u32,
    before: Option<i64>,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO activations (policy, number, before, time) VALUES (?, ?, ?, ?)")
        .bind(policy)
        .bind(number)
        .bind(before)
        .bind(now())
        .execute(&mut **transaction)
        .await?;
    // What a challenger was compared with is live no more.
    rollouts::end(transaction, policy, "another version was made live").await?;
    Ok(())
}
