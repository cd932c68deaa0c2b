//! Filling an empty database from a backup: all of it, or nothing.

use super::db::{Db, Pools};
use super::error::StoreError;
use super::migrate;
use super::tables::{Batch, ColumnType, SqlValue, StoredTable};
use crate::protect::make_private_folder;
use sqlx::{AssertSqlSafe, PgPool, Postgres, QueryBuilder, Sqlite, SqlitePool, Transaction};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::{TempDir, TempPath};

/// So far ahead of the backup's the change numbers of a restored database go on. The lost database may have given out
/// numbers after the backup, and browsers keep pages by them: none may come a second time with something else under it.
pub const CHANGE_LEAP: i64 = 1_000_000;

/// An empty place for a database. Until [`EmptyDatabase::finish`] nothing is there that lasts: dropped, it is as it was.
pub struct EmptyDatabase(Place);

enum Place {
    /// Filled in a folder of its own beside its place, and then moved there.
    Sqlite { db: Arc<Db>, write: SqlitePool, building: TempDir, data: MadeFolder },
    /// Filled in one transaction.
    Postgres { pool: PgPool, tx: Transaction<'static, Postgres> },
}

/// A data folder, taken away again if we made it and nothing came to be in it.
struct MadeFolder {
    path: PathBuf,
    made: bool,
}

impl Drop for MadeFolder {
    fn drop(&mut self) {
        if self.made {
            // One that is not empty stays.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// The newest migration that this program knows.
pub fn newest_schema() -> i64 {
    migrate::newest()
}

impl EmptyDatabase {
    /// A place in a data folder that has no database yet. The folder is made where it is missing.
    ///
    /// # Errors
    /// When there is a database, or what is left of one; or the folder cannot be written.
    pub async fn embedded(data: &Path) -> Result<Self, StoreError> {
        // A journal without its database would be taken for the new one's.
        for name in ["local-offer.sqlite", "local-offer.sqlite-wal", "local-offer.sqlite-shm"] {
            let file = data.join(name);
            if fs::symlink_metadata(&file).is_ok() {
                return Err(StoreError::NotEmpty(format!("{} is there", file.display())));
            }
        }
        let folder = |e| StoreError::Folder(data.to_owned(), e);
        let made = !data.exists();
        make_private_folder(data).map_err(folder)?;
        let data = MadeFolder { path: data.to_owned(), made };
        let building = tempfile::Builder::new().prefix(".restoring-").tempdir_in(&data.path);
        let building = building.map_err(|e| StoreError::Folder(data.path.clone(), e))?;
        let db = Db::sqlite(building.path(), &building.path().join("local-offer.sqlite")).await?;
        let Pools::Sqlite { write, .. } = &db.pools().pools else { return Err(StoreError::NothingStored) };
        let write = write.clone();
        Ok(Self(Place::Sqlite { db, write, building, data }))
    }

    /// A PostgreSQL database without tables.
    ///
    /// # Errors
    /// When it has tables, or does not answer.
    pub async fn postgres(url: &str) -> Result<Self, StoreError> {
        const TABLES: &str = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()";
        let db = Db::postgres(url).await?;
        let Pools::Postgres(pool) = &db.pools().pools else { return Err(StoreError::NothingStored) };
        let pool = pool.clone();
        let mut tx = pool.begin().await?;
        let tables: i64 = sqlx::query_scalar(TABLES).fetch_one(&mut *tx).await?;
        if tables > 0 {
            return Err(StoreError::NotEmpty(format!("the PostgreSQL database has {tables} tables")));
        }
        Ok(Self(Place::Postgres { pool, tx }))
    }

    /// Makes the tables as they were at a migration, puts the rows in, and brings the tables up to date. The database is a
    /// new one from then on: indexes of the old one are not taken for its own.
    ///
    /// # Errors
    /// The first error of the rows; or when the database refuses one.
    pub async fn fill<E: From<StoreError>>(
        &mut self,
        schema: i64,
        identity: &str,
        batches: impl Iterator<Item = Result<Batch, E>>,
    ) -> Result<(), E> {
        const RENEW: &str = "UPDATE change_counter SET identity = $1, seq = seq + $2 WHERE one = 1";
        let mut emptied = Vec::new();
        match &mut self.0 {
            Place::Sqlite { db, write, .. } => {
                migrate::run_to(db, schema).await?;
                let mut tx = write.begin().await.map_err(StoreError::from)?;
                for batch in batches {
                    let batch = batch?;
                    if let Some(sql) = emptying(&batch.table, &mut emptied)? {
                        sqlx::query(AssertSqlSafe(sql)).execute(&mut *tx).await.map_err(StoreError::from)?;
                    }
                    if !batch.rows.is_empty() {
                        insert::<Sqlite>(&batch).build().execute(&mut *tx).await.map_err(StoreError::from)?;
                    }
                }
                let renew = sqlx::query(RENEW).bind(identity).bind(CHANGE_LEAP);
                renew.execute(&mut *tx).await.map_err(StoreError::from)?;
                tx.commit().await.map_err(StoreError::from)?;
                migrate::run(db).await?;
            }
            Place::Postgres { tx, .. } => {
                migrate::run_in(tx, Some(schema)).await?;
                for batch in batches {
                    let batch = batch?;
                    if let Some(sql) = emptying(&batch.table, &mut emptied)? {
                        sqlx::query(AssertSqlSafe(sql)).execute(&mut **tx).await.map_err(StoreError::from)?;
                    }
                    if !batch.rows.is_empty() {
                        insert::<Postgres>(&batch).build().execute(&mut **tx).await.map_err(StoreError::from)?;
                    }
                }
                let renew = sqlx::query(RENEW).bind(identity).bind(CHANGE_LEAP);
                renew.execute(&mut **tx).await.map_err(StoreError::from)?;
                migrate::run_in(tx, None).await?;
            }
        }
        Ok(())
    }

    /// Makes it last.
    ///
    /// # Errors
    /// When the database refuses, or somebody made another one there meanwhile.
    pub async fn finish(self) -> Result<(), StoreError> {
        match self.0 {
            Place::Sqlite { db, building, mut data, .. } => {
                // Only the database is moved: what its journal holds must be in it.
                db.empty_journal().await?;
                db.close().await;
                let (from, to) = (building.path().join("local-offer.sqlite"), data.path.join("local-offer.sqlite"));
                let folder = |e| StoreError::Folder(data.path.clone(), e);
                if fs::metadata(building.path().join("local-offer.sqlite-wal")).is_ok_and(|journal| journal.len() > 0) {
                    return Err(folder(io::Error::other("the journal could not be written into the database")));
                }
                File::open(&from).and_then(|f| f.sync_all()).map_err(folder)?;
                let moved = TempPath::try_from_path(&from).map_err(folder)?.persist_noclobber(&to);
                moved.map_err(|e| folder(e.error))?;
                File::open(&data.path).and_then(|f| f.sync_all()).map_err(folder)?;
                data.made = false;
            }
            Place::Postgres { pool, tx } => {
                tx.commit().await?;
                pool.close().await;
            }
        }
        Ok(())
    }
}

/// The first time a table comes: takes out what its migration put in.
fn emptying(table: &StoredTable, emptied: &mut Vec<String>) -> Result<Option<String>, StoreError> {
    if !table.is_well_named() {
        return Err(StoreError::NotATable(table.name.clone()));
    }
    if emptied.contains(&table.name) {
        return Ok(None);
    }
    emptied.push(table.name.clone());
    Ok(Some(format!("DELETE FROM {}", table.name)))
}

/// One INSERT for all rows of a batch.
pub(super) fn insert<DB: sqlx::Database>(batch: &Batch) -> QueryBuilder<DB>
where
    Option<String>: sqlx::Type<DB> + for<'q> sqlx::Encode<'q, DB>,
    Option<i64>: sqlx::Type<DB> + for<'q> sqlx::Encode<'q, DB>,
    Option<f64>: sqlx::Type<DB> + for<'q> sqlx::Encode<'q, DB>,
{
    let mut query = QueryBuilder::new(batch.table.insert());
    query.push_values(&batch.rows, |mut tuple, row| {
        for ((_, of), value) in batch.table.columns.iter().zip(row) {
            // A null has the type of its column: PostgreSQL takes no other.
            match (value, of) {
                (SqlValue::Text(text), _) => tuple.push_bind(Some(text.clone())),
                (SqlValue::Integer(number), _) => tuple.push_bind(Some(*number)),
                (SqlValue::Real(number), _) => tuple.push_bind(Some(*number)),
                (SqlValue::Null, ColumnType::Text) => tuple.push_bind(None::<String>),
                (SqlValue::Null, ColumnType::Integer) => tuple.push_bind(None::<i64>),
                (SqlValue::Null, ColumnType::Real) => tuple.push_bind(None::<f64>),
            };
        }
    });
    query
}
