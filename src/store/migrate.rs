//! Brings a database up to date.

use super::db::{Db, Pools};
use super::error::StoreError;
use crate::protect::{NewFile, make_private_folder};
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Postgres, SqlSafeStr, Transaction};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Number, name and SQL for both databases.
const STEPS: &[(i64, &str, &str, &str)] = &[
    (1, "start", include_str!("migrations/sqlite/0001_start.sql"), include_str!("migrations/postgres/0001_start.sql")),
    (
        2,
        "evidence",
        include_str!("migrations/sqlite/0002_evidence.sql"),
        include_str!("migrations/postgres/0002_evidence.sql"),
    ),
    (
        3,
        "accounts",
        include_str!("migrations/sqlite/0003_accounts.sql"),
        include_str!("migrations/postgres/0003_accounts.sql"),
    ),
    (
        4,
        "editing",
        include_str!("migrations/sqlite/0004_editing.sql"),
        include_str!("migrations/postgres/0004_editing.sql"),
    ),
    (
        5,
        "secret_key",
        include_str!("migrations/sqlite/0005_secret_key.sql"),
        include_str!("migrations/postgres/0005_secret_key.sql"),
    ),
    (6, "sides", include_str!("migrations/sqlite/0006_sides.sql"), include_str!("migrations/postgres/0006_sides.sql")),
    (
        7,
        "mail_expiry",
        include_str!("migrations/sqlite/0007_mail_expiry.sql"),
        include_str!("migrations/postgres/0007_mail_expiry.sql"),
    ),
    (
        8,
        "summaries",
        include_str!("migrations/sqlite/0008_summaries.sql"),
        include_str!("migrations/postgres/0008_summaries.sql"),
    ),
    (
        9,
        "change_log_pruned",
        include_str!("migrations/sqlite/0009_change_log_pruned.sql"),
        include_str!("migrations/postgres/0009_change_log_pruned.sql"),
    ),
    (
        10,
        "known_words",
        include_str!("migrations/sqlite/0010_known_words.sql"),
        include_str!("migrations/postgres/0010_known_words.sql"),
    ),
];

/// Copies from before a migration that are kept.
const MOST_COPIES: usize = 5;

/// The number of the newest migration.
pub fn newest() -> i64 {
    STEPS.iter().map(|step| step.0).max().unwrap_or(0)
}

fn migrator(embedded: bool) -> Migrator {
    let migrations = STEPS.iter().map(|(number, name, sqlite, postgres)| {
        let sql: &'static str = if embedded { sqlite } else { postgres };
        Migration::new(*number, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

fn failed(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(version) => StoreError::Newer(version),
        other => StoreError::Migration(other),
    }
}

/// Runs what has not been run.
pub async fn run(db: &Db) -> Result<(), StoreError> {
    run_to(db, newest()).await
}

/// Runs what has not been run up to a migration.
pub async fn run_to(db: &Db, last: i64) -> Result<(), StoreError> {
    let done = match &db.pools().pools {
        Pools::Sqlite { write, .. } => migrator(true).run_to(last, write).await,
        Pools::Postgres(pool) => migrator(false).run_to(last, pool).await,
    };
    done.map_err(failed)
}

/// The same inside a transaction, which only PostgreSQL can do with all of them at once.
pub async fn run_in(tx: &mut Transaction<'static, Postgres>, last: Option<i64>) -> Result<(), StoreError> {
    migrator(false).run_direct(last, &mut **tx, false).await.map_err(failed)
}

/// Whether running would change an existing SQLite database.
pub async fn pending(db: &Db) -> Result<bool, StoreError> {
    let pools = db.pools();
    let Pools::Sqlite { write, .. } = &pools.pools else { return Ok(false) };
    let mut connection = write.acquire().await?;
    let migrator = migrator(true);
    connection.ensure_migrations_table(&migrator.table_name).await.map_err(StoreError::Migration)?;
    let applied = connection.list_applied_migrations(&migrator.table_name).await.map_err(StoreError::Migration)?;
    Ok(migrator.iter().any(|m| !applied.iter().any(|a| a.version == m.version)))
}

/// The newest migration that was run on a database; none where none ever was.
pub async fn reached(db: &Db) -> Option<i64> {
    const SQL: &str = "SELECT max(version) FROM _sqlx_migrations";
    let asked: Result<Option<i64>, sqlx::Error> = match &db.pools().pools {
        Pools::Sqlite { read, .. } => sqlx::query_scalar(SQL).fetch_one(read).await,
        Pools::Postgres(pool) => sqlx::query_scalar(SQL).fetch_one(pool).await,
    };
    asked.ok().flatten()
}

/// Copies the SQLite file as it stands to a name of its own, looks whether the copy is whole, and takes away the oldest
/// copies beyond the last few.
///
/// # Errors
/// When there is no room, or the copy is not whole: then nothing is left of it.
pub async fn back_up(db: &Db, folder: &Path) -> Result<(), StoreError> {
    let pools = db.pools();
    let Pools::Sqlite { write, .. } = &pools.pools else { return Ok(()) };
    let refused = |e: io::Error| StoreError::Folder(folder.to_owned(), e);
    make_private_folder(folder).map_err(refused)?;
    let before = copies(folder).map_err(refused)?;
    let number = before.last().map_or(1, |(number, _)| number + 1);
    let copy =
        NewFile::create(&folder.join(format!("before-migration-{}-{number}.sqlite", newest()))).map_err(refused)?;
    sqlx::query("VACUUM INTO $1").bind(copy.part().to_string_lossy().into_owned()).execute(write).await?;
    let mut opened = SqliteConnectOptions::new().filename(copy.part()).read_only(true).connect().await?;
    let found: String = sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut opened).await?;
    opened.close().await?;
    if found != "ok" {
        return Err(refused(io::Error::new(io::ErrorKind::InvalidData, format!("the copy is not whole: {found}"))));
    }
    copy.finish().map_err(refused)?;
    let too_many = (before.len() + 1).saturating_sub(MOST_COPIES);
    for (_, old) in before.into_iter().take(too_many) {
        if let Err(error) = fs::remove_file(&old) {
            tracing::warn!(%error, "the old copy {} could not be taken away", old.display());
        }
    }
    Ok(())
}

/// The copies there are, each with its number, the oldest first. Those of earlier versions have no number of their own.
fn copies(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let numbered = |entry: io::Result<fs::DirEntry>| {
        let path = entry.ok()?.path();
        let rest = path.file_name()?.to_str()?.strip_prefix("before-migration-")?.strip_suffix(".sqlite")?;
        let number = rest.split_once('-').map_or(Some(0), |(_, number)| number.parse().ok())?;
        Some((number, path))
    };
    let mut copies: Vec<_> = fs::read_dir(folder)?.filter_map(numbered).collect();
    copies.sort();
    Ok(copies)
}
