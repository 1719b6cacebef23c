//! API keys: what is kept of them, never the keys themselves.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use sqlx::{Sqlite, Transaction};
use thiserror::Error;
use utoipa::ToSchema;

use crate::access::{Role, Secret};
use crate::store::journal::{self, Act};
use crate::store::{Store, StoreError, now};

/// A key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Key {
    /// What it is looked up by.
    pub id: String,
    /// Who has it.
    pub name: String,
    /// The SHA-256 of the key.
    #[serde(skip)]
    #[schema(ignore)]
    pub(crate) hash: [u8; 32],
    /// What its owner may do.
    pub roles: BTreeSet<Role>,
    /// The only policies that its owner may have to do with; null for all.
    #[schema(required)]
    pub policies: Option<BTreeSet<String>>,
    /// Since when there is this key.
    pub created: String,
    /// From when it is not taken any more; null if that is never.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    pub expires: Option<Timestamp>,
    /// Since when it is revoked; null if it is not.
    #[schema(required)]
    pub revoked: Option<String>,
}

/// A key that is to be made.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// Who is to have it.
    pub name: String,
    /// What its owner may do.
    pub roles: BTreeSet<Role>,
    /// The only policies that its owner may have to do with; all if there are none.
    pub policies: Option<BTreeSet<String>>,
    /// From when it is not taken any more.
    pub expires: Option<Timestamp>,
}

/// Why there can be no such key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The name of its owner is none.
    #[error("a name has 1 to 100 letters, digits, `-`, `_`, `.` and `@`")]
    Name,
    /// Its owner could do nothing.
    #[error("a key has at least one role")]
    NoRole,
    /// Its owner could have to do with no policy.
    #[error("`{0}` is no name of a policy")]
    Policy(String),
    /// It would never be taken.
    #[error("it would have expired already")]
    Expired,
}

impl NewKey {
    /// A key for `name`, who may do what these roles may, with these policies only if there are any, until it expires.
    pub fn new(
        name: String,
        roles: BTreeSet<Role>,
        policies: Option<BTreeSet<String>>,
        expires: Option<Timestamp>,
    ) -> Result<Self, KeyError> {
        let is_word = |text: &str| {
            let may = |letter: char| letter.is_ascii_alphanumeric() || "-_.@".contains(letter);
            (1..=100).contains(&text.len()) && text.chars().all(may)
        };
        if !is_word(&name) || waypost_dsl::card::is_card_number(&name) {
            return Err(KeyError::Name);
        }
        if roles.is_empty() {
            return Err(KeyError::NoRole);
        }
        if policies.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(KeyError::Policy(String::new()));
        }
        if let Some(wrong) = policies.iter().flatten().find(|name| !is_word(name)) {
            return Err(KeyError::Policy(wrong.clone()));
        }
        match expires {
            Some(expires) if expires <= Timestamp::now() => Err(KeyError::Expired),
            _ => Ok(Self { name, roles, policies, expires }),
        }
    }
}

type Row = (String, String, Vec<u8>, String, Option<String>, String, Option<String>, Option<String>);

impl Store {
    /// All keys, in the order in which they were made.
    pub async fn keys(&self) -> Result<Vec<Key>, StoreError> {
        let rows: Vec<Row> =
            sqlx::query_as("SELECT * FROM keys ORDER BY created, id").fetch_all(&self.pool).await?;
        rows.into_iter().map(key).collect()
    }

    /// Makes a key, whose secret is nowhere but in the answer.
    pub async fn create_key(&self, new: &NewKey, actor: &str) -> Result<(Secret, Key), StoreError> {
        let secret = Secret::random().map_err(|error| StoreError::Randomness(error.to_string()))?;
        let key = Key {
            id: secret.id().to_owned(),
            name: new.name.clone(),
            hash: secret.hash(),
            roles: new.roles.clone(),
            policies: new.policies.clone(),
            created: now(),
            expires: new.expires,
            revoked: None,
        };
        let mut transaction = self.begin().await?;
        insert(&mut transaction, &key).await?;
        let act = Act { actor, what: "create key", policy: None };
        let detail = json!({"key": key.id, "name": key.name, "roles": key.roles, "policies": key.policies});
        journal::append(&mut transaction, act, &detail).await?;
        transaction.commit().await?;
        Ok((secret, key))
    }

    /// Revokes a key; says whether there is one of that id that was not revoked.
    pub async fn revoke_key(&self, id: &str, actor: &str) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let revoked = sqlx::query("UPDATE keys SET revoked = ? WHERE id = ? AND revoked IS NULL")
            .bind(now())
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        if revoked.rows_affected() == 0 {
            return Ok(false);
        }
        let act = Act { actor, what: "revoke key", policy: None };
        journal::append(&mut transaction, act, &json!({"key": id})).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn insert(transaction: &mut Transaction<'static, Sqlite>, key: &Key) -> Result<(), StoreError> {
    let roles: Vec<&str> = key.roles.iter().map(|role| role.as_str()).collect();
    let policies = key.policies.as_ref().map(|names| names.iter().cloned().collect::<Vec<_>>().join(","));
    sqlx::query("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, ?, NULL)")
        .bind(&key.id)
        .bind(&key.name)
        .bind(key.hash.as_slice())
        .bind(roles.join(","))
        .bind(policies)
        .bind(&key.created)
        .bind(key.expires.map(|expires| expires.to_string()))
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

fn key((id, name, hash, roles, policies, created, expires, revoked): Row) -> Result<Key, StoreError> {
    let damaged = |what: String| StoreError::Damaged(format!("key {id}: {what}"));
    let split = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    let roles = split(&roles).into_iter().map(|role| role.parse());
    let roles = roles.collect::<Result<_, crate::access::UnknownRole>>();
    let expires = expires.as_deref().map(str::parse::<Timestamp>).transpose();
    Ok(Key {
        hash: hash.try_into().map_err(|_| damaged("its hash has another length".to_owned()))?,
        roles: roles.map_err(|error| damaged(error.to_string()))?,
        policies: policies.as_deref().map(|names| split(names).into_iter().collect()),
        expires: expires.map_err(|error| damaged(error.to_string()))?,
        id: id.clone(),
        name,
        created,
        revoked,
    })
}
