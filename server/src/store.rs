//! What the server keeps in its data folder: versions of policies, which are live, keys, and the journal of who has done
//! what. One `SQLite` database, one connection, so that what is written follows one order.

use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{SqlSafeStr as _, Sqlite, Transaction};
use thiserror::Error;

pub use journal::Entry;
pub use keys::{Key, KeyError, NewKey};
pub(crate) use rollouts::KeptRollout;
pub use versions::Version;
pub(crate) use versions::{Fresh, Proposal};

mod activations;
mod journal;
mod keys;
mod rollouts;
mod versions;

/// The database's file in the data folder.
const FILE: &str = "waypost.db";
/// How long to wait for another process, such as `waypost keys`, to end its writing.
const BUSY: Duration = Duration::from_secs(5);
/// How to begin to write, so that it is known at once whether somebody else does.
const BEGIN: &str = "BEGIN IMMEDIATE";
/// What makes the tables, in order; none of them is ever changed once it was released.
const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "begin", include_str!("../migrations/1_begin.sql"))];

/// The database.
#[derive(Debug, Clone)]
pub struct Store {
    pool: SqlitePool,
}

/// Why the database cannot be read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The folder is not there and cannot be made.
    #[error("the data folder `{0}` cannot be used: {1}")]
    Folder(String, std::io::Error),
    /// The database says no.
    #[error("the database of the data folder cannot be used: {0}")]
    Database(#[from] sqlx::Error),
    /// Its tables cannot be brought up to date.
    #[error("the database of the data folder cannot be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The system has no random numbers for a key.
    #[error("no key can be made: {0}")]
    Randomness(String),
    /// What stands in it is not what was written.
    #[error("the database of the data folder is damaged: {0}")]
    Damaged(String),
}

impl Store {
    /// Opens the database of a data folder, or makes both. What was acknowledged is on the disk: the log is written
    /// ahead and synchronized with each transaction.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let unusable = |error| StoreError::Folder(folder.display().to_string(), error);
        std::fs::create_dir_all(folder).map_err(unusable)?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        let migrations = MIGRATIONS.map(|(version, name, sql)| {
            let kind = MigrationType::Simple;
            Migration::new(version, name.into(), kind, sqlx::AssertSqlSafe(sql).into_sql_str(), false)
        });
        Migrator::with_migrations(migrations.into()).run(&pool).await?;
        Ok(Self { pool })
    }

    /// Begins to write: from here on nobody else does.
    async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        match self.pool.begin_with(BEGIN).await {
            // A transaction that a full disk has ended is still counted as open, so its connection is given up.
            Err(sqlx::Error::InvalidSavePointStatement) => {
                self.pool.acquire().await?.close().await?;
                Ok(self.pool.begin_with(BEGIN).await?)
            }
            begun => Ok(begun?),
        }
    }
}

/// This moment, as it is written down.
fn now() -> String {
    jiff::Timestamp::now().to_string()
}
