//! The journal: who has done what, in entries that each hold the hash of the one before, so that none can be changed or
//! taken out unseen.

use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use sqlx::{Sqlite, Transaction};
use utoipa::ToSchema;

use crate::store::{Store, StoreError, now};

/// What the first entry takes for the hash of the one before.
const FIRST: &str = "";

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Entry {
    /// Its number, from 1.
    pub seq: i64,
    /// When, as RFC 3339 spells it.
    pub time: String,
    /// Who.
    pub actor: String,
    /// What: `propose`, `activate`, …
    pub act: String,
    /// The policy that it was done to.
    #[schema(required)]
    pub policy: Option<String>,
    /// More, as JSON.
    pub detail: String,
    /// The SHA-256 of the hash before, and of all that stands here, each behind a line end, in hexadecimal digits.
    pub hash: String,
}

/// What is about to be done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act<'a> {
    pub(super) actor: &'a str,
    pub(super) what: &'static str,
    pub(super) policy: Option<&'a str>,
}

impl Entry {
    /// The hash that belongs to it behind an entry with the hash `before`.
    fn hash(&self, before: &str) -> String {
        let seq = self.seq.to_string();
        let policy = self.policy.as_deref().unwrap_or_default();
        let parts = [before, &seq, &self.time, &self.actor, &self.act, policy, &self.detail];
        HEXLOWER.encode(&Sha256::digest(parts.join("\n")))
    }
}

type Row = (i64, String, String, String, Option<String>, String, String);

fn entry((seq, time, actor, act, policy, detail, hash): Row) -> Entry {
    Entry { seq, time, actor, act, policy, detail, hash }
}

impl Store {
    /// The entries behind number `after`, `most` at most.
    pub async fn journal(&self, after: i64, most: u32) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?")
            .bind(after)
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Looks through the whole journal; an error if it is not as it was written.
    pub async fn verify_journal(&self) -> Result<i64, StoreError> {
        let (mut seq, mut before) = (0, FIRST.to_owned());
        loop {
            let entries = self.journal(seq, 1_000).await?;
            if entries.is_empty() {
                return Ok(seq);
            }
            for entry in entries {
                if entry.seq != seq + 1 || entry.hash != entry.hash(&before) {
                    return Err(StoreError::Damaged(format!("entry {} of the journal was changed", seq + 1)));
                }
                (seq, before) = (entry.seq, entry.hash);
            }
        }
    }
}

/// Writes down what is done in the same transaction.
pub(super) async fn append(
    transaction: &mut Transaction<'static, Sqlite>,
    act: Act<'_>,
    detail: &serde_json::Value,
) -> Result<(), StoreError> {
    let last: Option<(i64, String)> =
        sqlx::query_as("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut **transaction)
            .await?;
    let (last, before) = last.unwrap_or((0, FIRST.to_owned()));
    let mut entry = Entry {
        seq: last + 1,
        time: now(),
        actor: act.actor.to_owned(),
        act: act.what.to_owned(),
        policy: act.policy.map(str::to_owned),
        detail: detail.to_string(),
        hash: String::new(),
    };
    entry.hash = entry.hash(&before);
    sqlx::query("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(entry.seq)
        .bind(entry.time)
        .bind(entry.actor)
        .bind(entry.act)
        .bind(entry.policy)
        .bind(entry.detail)
        .bind(entry.hash)
        .execute(&mut **transaction)
        .await?;
    Ok(())
}
