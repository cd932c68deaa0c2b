//! How a database is reached, and the connections to it.

use super::connection::knock;
use super::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
#[cfg(test)]
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The longest wait for a connection while the database is there.
const ACQUIRE: Duration = Duration::from_secs(5);
/// A transaction whose client was cut off holds its locks no longer than this: others wait for them.
const WHOSE_CLIENT_IS_GONE: &str = "SET idle_in_transaction_session_timeout = '30s'";

/// How a database is reached.
#[derive(Clone)]
pub enum DatabaseSource {
    Sqlite(SqliteConnectOptions),
    Postgres(PgConnectOptions),
}

/// The pools of one runtime.
pub enum Pools {
    /// One writer and a few readers, because SQLite has one writer at a time.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

impl DatabaseSource {
    /// A file that SQLite keeps, made where it is missing.
    pub fn sqlite(file: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: a save that was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        DatabaseSource::Sqlite(options)
    }

    /// A PostgreSQL server by its address.
    pub fn postgres(url: &str) -> Result<Self, StoreError> {
        Ok(DatabaseSource::Postgres(url.parse()?))
    }

    /// New pools. Nothing is connected yet.
    pub fn pools(&self, writers: SqlitePoolOptions) -> Pools {
        match self {
            DatabaseSource::Sqlite(options) => {
                let write = writers.max_connections(1).acquire_timeout(ACQUIRE);
                let read = SqlitePoolOptions::new().max_connections(4).acquire_timeout(ACQUIRE);
                Pools::Sqlite {
                    write: write.connect_lazy_with(options.clone()),
                    read: read.connect_lazy_with(options.clone().create_if_missing(false).read_only(true)),
                }
            }
            DatabaseSource::Postgres(options) => {
                let pool = PgPoolOptions::new().max_connections(8).acquire_timeout(ACQUIRE);
                let pool = pool.after_connect(|connection, _| {
                    Box::pin(async move { sqlx::raw_sql(WHOSE_CLIENT_IS_GONE).execute(connection).await.map(drop) })
                });
                Pools::Postgres(pool.connect_lazy_with(options.clone()))
            }
        }
    }

    /// Whether the database answers somebody who comes anew.
    pub async fn knock(&self) -> Result<(), sqlx::Error> {
        match self {
            DatabaseSource::Sqlite(options) => {
                knock::<Sqlite>(&options.clone().create_if_missing(false).read_only(true)).await
            }
            DatabaseSource::Postgres(options) => knock::<Postgres>(options).await,
        }
    }
}

impl Pools {
    pub async fn close(&self) {
        match self {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// Lets a test make SQLite fail: each connection that writes is told something first.
#[cfg(test)]
pub fn with_pragma(pool: SqlitePoolOptions, pragma: Arc<Mutex<String>>) -> SqlitePoolOptions {
    pool.after_connect(move |connection, _| {
        let pragma = pragma.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            if !pragma.is_empty() {
                sqlx::raw_sql(sqlx::AssertSqlSafe(pragma)).execute(connection).await?;
            }
            Ok(())
        })
    })
}
