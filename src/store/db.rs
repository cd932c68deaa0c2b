//! The two databases behind one type.

use super::sealing::LostKey;
use crate::protect::{KeyError, SealError, make_private_folder, restrict_to_owner};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Database, Encode, QueryBuilder, Type};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be made or written.
    #[error("the data folder {0} cannot be written: {1}. Choose another with --data, or change who may write there")]
    Folder(PathBuf, std::io::Error),
    /// The database was made by a later version.
    #[error("the database is newer than this program (its migration {0} is not known here): use the newer program")]
    Newer(i64),
    /// The database refused or did not answer.
    #[error("the database did not do it: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
    /// A stored document is not what this program writes.
    #[error("the stored listing {id} cannot be read: {reason}")]
    Document {
        /// The service's id.
        id: String,
        /// What is wrong.
        reason: serde_json::Error,
    },
    /// A stored draft is not what this program writes.
    #[error("the stored draft {id} cannot be read: {reason}")]
    Draft {
        /// Its id.
        id: String,
        /// What is wrong.
        reason: String,
    },
    /// The embedded database is damaged.
    #[error(
        "the database {file} is damaged ({found}): move it out of {data}, with its -wal and -shm, and put a backup back: \
         local-offer --data {data} restore FILE. {backups}",
        file = .file.display(), data = .data.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What SQLite says of it.
        found: String,
        /// The data folder.
        data: PathBuf,
        /// Which backups there are, in words.
        backups: String,
    },
    /// There is no database to read.
    #[error("there is no database in {0}: say where it is with --data or --database-url")]
    NoDatabase(PathBuf),
    /// There is a database, and nothing of ours in it.
    #[error("the database holds nothing of Local Offer: say where it is with --data or --database-url")]
    NothingStored,
    /// The database is older than the program, and was to be read only.
    #[error(
        "the database is older than this program: start the server once to bring it up to date, or use the older program"
    )]
    Older,
    /// A backup was to be put where there is something.
    #[error("{0}: a backup is only put back into an empty place")]
    NotEmpty(String),
    /// A table that is no table of ours.
    #[error("“{0}” is no table of this program")]
    NotATable(String),
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key that seals secrets is not there.
    #[error("{0}")]
    KeyLost(LostKey),
    /// A lost key was to be given up, and it is there.
    #[error("the key that seals secrets is there: nothing was taken away")]
    KeyNotLost,
    /// No key was given.
    #[error("no key was given that seals secrets")]
    NoKey,
    /// A sealed secret cannot be opened.
    #[error("the secret of the account {0} cannot be opened: {1}")]
    Sealed(Uuid, SealError),
}

#[derive(Clone)]
pub enum Db {
    /// One writer and a few readers, because SQLite has one writer at a time.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// Runs the same body on whichever database there is, for reading.
macro_rules! on {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::store::db::Db::Sqlite { read: $pool, .. } => $body,
            $crate::store::db::Db::Postgres($pool) => $body,
        }
    };
}

/// Runs the same body inside a write transaction on whichever database there is.
macro_rules! in_transaction {
    ($db:expr, |$tx:ident| $body:expr) => {
        match $db {
            $crate::store::db::Db::Sqlite { write, .. } => {
                let mut $tx = write.begin_with("BEGIN IMMEDIATE").await?;
                $body
            }
            $crate::store::db::Db::Postgres(pool) => {
                let mut $tx = pool.begin().await?;
                $body
            }
        }
    };
}

pub(super) use {in_transaction, on};

/// Values that one query asks for: SQLite takes at most 32,766 parameters, PostgreSQL 65,535.
pub(super) const AT_ONCE: usize = 500;

/// Writes "($1, $2, …)" for some values, of which there is at least one.
pub(super) fn one_of<DB: Database>(query: &mut QueryBuilder<DB>, values: impl IntoIterator<Item = String>)
where
    for<'a> String: Encode<'a, DB> + Type<DB>,
{
    query.push("(");
    let mut list = query.separated(", ");
    values.into_iter().for_each(|value| {
        list.push_bind(value);
    });
    query.push(")");
}

impl Db {
    pub async fn sqlite(data: &Path, file: &Path) -> Result<Self, StoreError> {
        let folder = |e| StoreError::Folder(data.to_owned(), e);
        make_private_folder(data).map_err(folder)?;
        // SQLite gives its journals the mode of the database, and the database what the umask leaves.
        OpenOptions::new().create(true).append(true).mode(0o600).open(file).map_err(folder)?;
        for journal in ["", "-wal", "-shm"] {
            let mut path = file.as_os_str().to_owned();
            path.push(journal);
            if let Err(error) = restrict_to_owner(Path::new(&path)) {
                tracing::warn!(%error, "others may be able to read {}", Path::new(&path).display());
            }
        }
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: a save that was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let read = SqlitePoolOptions::new().max_connections(4).connect_with(options.read_only(true)).await?;
        Ok(Db::Sqlite { write, read })
    }

    pub async fn postgres(url: &str) -> Result<Self, StoreError> {
        let pool =
            PgPoolOptions::new().max_connections(8).acquire_timeout(Duration::from_secs(10)).connect(url).await?;
        Ok(Db::Postgres(pool))
    }

    /// From now on what is deleted is written over with zeros. Where it is SQLite: PostgreSQL's own files are its own.
    pub async fn overwrite_what_is_deleted(&self) -> Result<(), StoreError> {
        if let Db::Sqlite { write, .. } = self {
            sqlx::query("PRAGMA secure_delete = ON").execute(write).await?;
        }
        Ok(())
    }

    /// Writes SQLite's journal into the database and empties it.
    pub async fn empty_journal(&self) -> Result<(), StoreError> {
        if let Db::Sqlite { write, .. } = self {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
        }
        Ok(())
    }

    pub async fn close(&self) {
        match self {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

/// Makes a database on a server and answers its address. For tests.
#[cfg(test)]
pub async fn create_database(server: &str, name: &str) -> Result<String, StoreError> {
    let pool = PgPoolOptions::new().max_connections(1).connect(server).await?;
    // Names of test databases are made by the tests themselves.
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await?;
    pool.close().await;
    let (address, query) = server.split_once('?').map_or((server, ""), |(a, q)| (a, q));
    let base = address.trim_end_matches('/').rsplit_once('/').map_or(address, |(base, _)| base);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    Ok(format!("{base}/{name}{query}"))
}
