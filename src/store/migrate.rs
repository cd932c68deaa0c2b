//! Brings a database up to date.

use super::db::{Db, StoreError};
use sqlx::SqlSafeStr;
use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use std::path::Path;

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
        7,
        "mail_expiry",
        include_str!("migrations/sqlite/0007_mail_expiry.sql"),
        include_str!("migrations/postgres/0007_mail_expiry.sql"),
    ),
];

fn migrator(db: &Db) -> Migrator {
    let migrations = STEPS.iter().map(|(number, name, sqlite, postgres)| {
        let sql: &'static str = if matches!(db, Db::Sqlite { .. }) { sqlite } else { postgres };
        Migration::new(*number, (*name).into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

/// Runs what has not been run.
pub async fn run(db: &Db) -> Result<(), StoreError> {
    let migrator = migrator(db);
    let done = match db {
        Db::Sqlite { write, .. } => migrator.run(write).await,
        Db::Postgres(pool) => migrator.run(pool).await,
    };
    done.map_err(|e| match e {
        MigrateError::VersionMissing(version) => StoreError::Newer(version),
        other => StoreError::Migration(other),
    })
}

/// Whether running would change an existing SQLite database.
pub async fn pending(db: &Db) -> Result<bool, StoreError> {
    let Db::Sqlite { write, .. } = db else { return Ok(false) };
    let mut connection = write.acquire().await?;
    let migrator = migrator(db);
    connection.ensure_migrations_table(&migrator.table_name).await.map_err(StoreError::Migration)?;
    let applied = connection.list_applied_migrations(&migrator.table_name).await.map_err(StoreError::Migration)?;
    Ok(migrator.iter().any(|m| !applied.iter().any(|a| a.version == m.version)))
}

/// Copies the SQLite file as it stands.
pub async fn back_up(db: &Db, folder: &Path) -> Result<(), StoreError> {
    let Db::Sqlite { write, .. } = db else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|e| StoreError::Folder(folder.to_owned(), e))?;
    let last: i64 = STEPS.iter().map(|s| s.0).max().unwrap_or(0);
    let copy = folder.join(format!("before-migration-{last}.sqlite"));
    if !copy.exists() {
        sqlx::query("VACUUM INTO $1").bind(copy.to_string_lossy().into_owned()).execute(write).await?;
    }
    Ok(())
}
