//! Reading everything a backup holds, as it stood at one moment, while others go on writing.

use super::Store;
use super::db::Pools;
use super::error::StoreError;
use super::tables::{ColumnType, SqlValue, StoredTable, kept_tables};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Row};

/// What the database was at the moment it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The number of its newest migration.
    pub schema: i64,
    /// Which database it is.
    pub identity: String,
    /// The number of its last change.
    pub change: u64,
    /// Its tables, each with how many rows it has.
    pub tables: Vec<(String, u64)>,
}

/// Who is told what is read: first what there is, then each table, then its rows.
pub trait ExportSink {
    /// Why it cannot take more.
    type Error: From<StoreError>;
    /// What is going to come.
    fn begin(&mut self, contents: Contents) -> Result<(), Self::Error>;
    /// The rows that follow belong to this table.
    fn table(&mut self, table: &StoredTable) -> Result<(), Self::Error>;
    /// A row of the last table.
    fn row(&mut self, row: &[SqlValue]) -> Result<(), Self::Error>;
}

/// The same on both databases: their rows have different types and the same methods.
macro_rules! export {
    ($tx:ident, $sink:ident) => {{
        let tables = kept_tables();
        let number = |sql: String| sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql));
        let schema = number("SELECT max(version) FROM _sqlx_migrations".to_owned())
            .fetch_one(&mut *$tx)
            .await
            .map_err(StoreError::from)?;
        let (change, identity): (i64, String) =
            sqlx::query_as("SELECT seq, identity FROM change_counter WHERE one = 1")
                .fetch_one(&mut *$tx)
                .await
                .map_err(StoreError::from)?;
        let mut counts = Vec::with_capacity(tables.len());
        for table in &tables {
            let rows = number(format!("SELECT count(*) FROM {}", table.name))
                .fetch_one(&mut *$tx)
                .await
                .map_err(StoreError::from)?;
            counts.push((table.name.clone(), rows.unsigned_abs()));
        }
        $sink.begin(Contents { schema, identity, change: change.unsigned_abs(), tables: counts })?;
        for table in &tables {
            $sink.table(table)?;
            let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(&mut *$tx);
            let mut values = Vec::with_capacity(table.columns.len());
            while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
                values.clear();
                for (at, (_, of)) in table.columns.iter().enumerate() {
                    let value = match of {
                        ColumnType::Text => row.try_get::<Option<String>, _>(at).map(|v| v.map(SqlValue::Text)),
                        ColumnType::Integer => row.try_get::<Option<i64>, _>(at).map(|v| v.map(SqlValue::Integer)),
                        ColumnType::Real => row.try_get::<Option<f64>, _>(at).map(|v| v.map(SqlValue::Real)),
                    };
                    values.push(value.map_err(StoreError::from)?.unwrap_or(SqlValue::Null));
                }
                $sink.row(&values)?;
            }
        }
    }};
}

impl Store {
    /// Reads everything that a backup holds in one read transaction: all of it is of one moment, and nobody waits for it.
    ///
    /// # Errors
    /// When the database does not answer, or the sink takes no more.
    pub async fn export<S: ExportSink>(&self, sink: &mut S) -> Result<(), S::Error> {
        match &self.db.pools().pools {
            // The first read of the transaction fixes what it sees.
            Pools::Sqlite { read, .. } => {
                let mut tx = read.begin().await.map_err(StoreError::from)?;
                export!(tx, sink);
            }
            Pools::Postgres(pool) => {
                const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
                let mut tx = pool.begin_with(BEGIN).await.map_err(StoreError::from)?;
                export!(tx, sink);
            }
        }
        Ok(())
    }
}
