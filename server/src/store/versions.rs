//! Versions of policies: bundles that were found sound, numbered as they came, and never changed.

use std::collections::BTreeMap;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use sqlx::{AssertSqlSafe, Sqlite, Transaction};
use utoipa::ToSchema;

use crate::bundle::Bundle;
use crate::store::journal::{self, Act};
use crate::store::{Store, StoreError, now};

/// A version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Version {
    /// The policy's name.
    pub policy: String,
    /// Its number among the versions of the policy, from 1.
    pub number: u32,
    /// The digest of what decides, which answers name.
    pub digest: String,
    /// The digest of all files, the cases among them.
    pub bundle: String,
    /// Who has proposed it.
    pub author: String,
    /// When, as RFC 3339 spells it.
    pub time: String,
    /// What it is for.
    pub message: String,
}

/// What is to become a version.
#[derive(Debug)]
pub(crate) struct Proposal<'a> {
    /// The policy's name.
    pub(crate) policy: &'a str,
    /// All its files.
    pub(crate) bundle: &'a Bundle,
    /// The digest of what decides.
    pub(crate) digest: &'a str,
    /// Who proposes it.
    pub(crate) author: &'a str,
    /// What it is for.
    pub(crate) message: &'a str,
    /// What was found in it and what became of its cases, as JSON.
    pub(crate) report: &'a str,
}

/// Of these columns a version is made.
const COLUMNS: &str = "SELECT policy, number, digest, bundle, author, time, message FROM versions WHERE";

fn select(rest: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{COLUMNS} {rest}"))
}

type Row = (String, u32, String, String, String, String, String);

fn version((policy, number, digest, bundle, author, time, message): Row) -> Version {
    Version { policy, number, digest, bundle, author, time, message }
}

impl Store {
    /// Keeps a version; if it has the same files as the last one, gives that.
    pub(crate) async fn propose(&self, proposal: &Proposal<'_>) -> Result<(Version, Fresh), StoreError> {
        let mut transaction = self.begin().await?;
        let proposed = propose(&mut transaction, proposal).await?;
        transaction.commit().await?;
        Ok(proposed)
    }

    /// The versions of a policy, the newest first.
    pub async fn versions(&self, policy: &str) -> Result<Vec<Version>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(select("policy = ? ORDER BY number DESC"))
            .bind(policy)
            .fetch_all(&self.pool)
            .await?;
        Ok(rows.into_iter().map(version).collect())
    }

    /// One version, if there is one of that number.
    pub async fn version(&self, policy: &str, number: u32) -> Result<Option<Version>, StoreError> {
        let row: Option<Row> = sqlx::query_as(select("policy = ? AND number = ?"))
            .bind(policy)
            .bind(number)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(version))
    }

    /// The version of any policy with that digest: the last one, if there are several.
    pub async fn version_with(&self, digest: &str) -> Result<Option<Version>, StoreError> {
        let row: Option<Row> = sqlx::query_as(select("digest = ? ORDER BY time DESC LIMIT 1"))
            .bind(digest)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(version))
    }

    /// What was found in a version when it was proposed, as JSON.
    pub async fn report(&self, version: &Version) -> Result<String, StoreError> {
        let (report,): (String,) =
            sqlx::query_as("SELECT report FROM versions WHERE policy = ? AND number = ?")
                .bind(&version.policy)
                .bind(version.number)
                .fetch_one(&self.pool)
                .await?;
        Ok(report)
    }

    /// All files of a version, as they were published: each text is held to its hash.
    pub async fn bundle(&self, version: &Version) -> Result<Bundle, StoreError> {
        let (policy, number) = (&version.policy, version.number);
        let (main,): (String,) = sqlx::query_as("SELECT main FROM versions WHERE policy = ? AND number = ?")
            .bind(policy)
            .bind(number)
            .fetch_one(&self.pool)
            .await?;
        let files: Vec<(String, String)> = sqlx::query_as(
            "SELECT path, text FROM files JOIN texts USING (sha256) WHERE policy = ? AND number = ?",
        )
        .bind(policy)
        .bind(number)
        .fetch_all(&self.pool)
        .await?;
        let damaged = |why: String| StoreError::Damaged(format!("version {number} of `{policy}`: {why}"));
        let files = BTreeMap::from_iter(files);
        let bundle = Bundle::new(main, files).map_err(|error| damaged(error.to_string()))?;
        match bundle.digest().to_string() == version.bundle {
            true => Ok(bundle),
            false => Err(damaged("its files are not those that were published".to_owned())),
        }
    }
}

/// Whether a version was made for a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fresh {
    /// It was.
    Made,
    /// The last version has the same files.
    Known,
}

/// Keeps a version, in a transaction.
pub(super) async fn propose(
    transaction: &mut Transaction<'static, Sqlite>,
    proposal: &Proposal<'_>,
) -> Result<(Version, Fresh), StoreError> {
    let last: Option<Row> = sqlx::query_as(select("policy = ? ORDER BY number DESC LIMIT 1"))
        .bind(proposal.policy)
        .fetch_optional(&mut **transaction)
        .await?;
    let last = last.map(version);
    let bundle = proposal.bundle.digest().to_string();
    if let Some(last) = last.as_ref().filter(|last| last.bundle == bundle) {
        return Ok((last.clone(), Fresh::Known));
    }
    let version = Version {
        policy: proposal.policy.to_owned(),
        number: last.map_or(1, |last| last.number.saturating_add(1)),
        digest: proposal.digest.to_owned(),
        bundle,
        author: proposal.author.to_owned(),
        time: now(),
        message: proposal.message.to_owned(),
    };
    insert(transaction, &version, proposal).await?;
    let act = Act { actor: proposal.author, what: "propose", policy: Some(proposal.policy) };
    let detail = json!({"version": version.number, "digest": version.digest, "bundle": version.bundle});
    journal::append(transaction, act, &detail).await?;
    Ok((version, Fresh::Made))
}

async fn insert(
    transaction: &mut Transaction<'static, Sqlite>,
    version: &Version,
    proposal: &Proposal<'_>,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(&version.policy)
        .bind(version.number)
        .bind(&version.digest)
        .bind(&version.bundle)
        .bind(proposal.bundle.main())
        .bind(&version.author)
        .bind(&version.time)
        .bind(&version.message)
        .bind(proposal.report)
        .execute(&mut **transaction)
        .await?;
    for (path, text) in proposal.bundle.files() {
        let sha256 = HEXLOWER.encode(&Sha256::digest(text));
        sqlx::query("INSERT OR IGNORE INTO texts VALUES (?, ?)")
            .bind(&sha256)
            .bind(text)
            .execute(&mut **transaction)
            .await?;
        sqlx::query("INSERT INTO files VALUES (?, ?, ?, ?)")
            .bind(&version.policy)
            .bind(version.number)
            .bind(path)
            .bind(&sha256)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}
