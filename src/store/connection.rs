//! A connection on loan from its pool. It goes back only when what was done with it ended well: one whose transaction
//! failed, or whose work was dropped midway, is closed, because nobody knows any more what state it is in.

use super::error::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::{Connection, Database, Executor, Pool, Postgres, Sqlite};
use std::ops::{Deref, DerefMut};

/// A connection on loan.
pub struct Lease<DB: Database> {
    connection: PoolConnection<DB>,
    ended_well: bool,
}

/// A loan inside a transaction. Unless it is committed or rolled back, the connection is closed, and with it whatever
/// the transaction did is undone.
pub type Transaction<DB> = Lease<DB>;

impl<DB: Database> Lease<DB> {
    /// Takes a connection.
    pub async fn take(pool: &Pool<DB>) -> Result<Self, StoreError> {
        Ok(Self { connection: pool.acquire().await?, ended_well: false })
    }

    /// Gives it back for others to use.
    pub fn give_back(mut self) {
        self.ended_well = true;
    }
}

impl<DB: Database> Lease<DB>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        // By the executor itself and not by sqlx's transactions: their count of what is open is wrong after the
        // database has rolled back by itself, as SQLite does on a full disk, and then every later one is refused.
        (&mut **self).execute(sqlx::raw_sql(sql)).await?;
        Ok(())
    }

    /// Keeps what was done.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.run("COMMIT").await?;
        self.give_back();
        Ok(())
    }

    /// Undoes what was done.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        self.run("ROLLBACK").await?;
        self.give_back();
        Ok(())
    }
}

/// Begins a transaction that will write.
pub async fn begin_sqlite(pool: &Pool<Sqlite>) -> Result<Transaction<Sqlite>, StoreError> {
    let mut lease = Lease::take(pool).await?;
    // IMMEDIATE: a lock that cannot be had is waited for here, and not refused halfway.
    lease.run("BEGIN IMMEDIATE").await?;
    Ok(lease)
}

/// Begins a transaction.
pub async fn begin_postgres(pool: &Pool<Postgres>) -> Result<Transaction<Postgres>, StoreError> {
    let mut lease = Lease::take(pool).await?;
    lease.run("BEGIN").await?;
    Ok(lease)
}

impl<DB: Database> Deref for Lease<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &DB::Connection {
        &self.connection
    }
}

impl<DB: Database> DerefMut for Lease<DB> {
    fn deref_mut(&mut self) -> &mut DB::Connection {
        &mut self.connection
    }
}

impl<DB: Database> Drop for Lease<DB> {
    fn drop(&mut self) {
        if !self.ended_well {
            // Its place in the pool is free once it is closed, five seconds later where the database hangs.
            self.connection.close_on_drop();
        }
    }
}

/// Opens a connection outside of every pool, asks one small thing and closes it.
pub async fn knock<DB: Database>(options: &<DB::Connection as Connection>::Options) -> Result<(), sqlx::Error>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let mut connection = <DB::Connection as Connection>::connect_with(options).await?;
    (&mut connection).execute(sqlx::raw_sql("SELECT seq FROM change_counter WHERE one = 1")).await?;
    connection.close().await
}
