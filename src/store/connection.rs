//! A connection on loan from its pool. It goes back only when what was done with it ended well: one whose transaction
//! failed, or whose work was dropped midway, is closed, because nobody knows any more what state it is in.

use super::error::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Database, Executor, Pool, Postgres, Sqlite};
use std::ops::{Deref, DerefMut};

/// A connection on loan.
pub struct Lease<DB: Database> {
    connection: PoolConnection<DB>,
    ended_well: bool,
}

/// A connection on loan from whichever database there is.
pub enum Connection {
    Sqlite(Lease<Sqlite>),
    Postgres(Lease<Postgres>),
}

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
}

impl Connection {
    /// Runs SQL without values.
    pub async fn run(&mut self, sql: &'static str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(lease) => lease.run(sql).await,
            Self::Postgres(lease) => lease.run(sql).await,
        }
    }

    /// Gives it back for others to use.
    pub fn give_back(self) {
        match self {
            Self::Sqlite(lease) => lease.give_back(),
            Self::Postgres(lease) => lease.give_back(),
        }
    }
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
pub async fn knock<DB: Database>(options: &<DB::Connection as sqlx::Connection>::Options) -> Result<(), sqlx::Error>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let mut connection = <DB::Connection as sqlx::Connection>::connect_with(options).await?;
    (&mut connection).execute(sqlx::raw_sql("SELECT seq FROM change_counter WHERE one = 1")).await?;
    connection.close().await
}
