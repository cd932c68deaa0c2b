//! One question on a connection of its own, or one change in a transaction of its own.

use super::db::Db;
use super::error::StoreError;
use super::query::{Query, Row};
use std::sync::Arc;

impl Db {
    /// Runs one change. Answers how many rows it changed.
    pub async fn execute(self: &Arc<Self>, query: Query<'_>) -> Result<u64, StoreError> {
        self.write(async {
            let mut tx = self.begin().await?;
            let changed = query.execute(&mut tx).await?;
            tx.commit().await?;
            Ok(changed)
        })
        .await
    }

    /// Every row.
    pub async fn fetch_all<T: Row>(self: &Arc<Self>, query: Query<'_>) -> Result<Vec<T>, StoreError> {
        self.read(async {
            let mut connection = self.reader().await?;
            let rows = query.fetch_all(&mut connection).await?;
            connection.give_back();
            Ok(rows)
        })
        .await
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<T: Row>(self: &Arc<Self>, query: Query<'_>) -> Result<Option<T>, StoreError> {
        self.read(async {
            let mut connection = self.reader().await?;
            let row = query.fetch_optional(&mut connection).await?;
            connection.give_back();
            Ok(row)
        })
        .await
    }

    /// The first column of every row.
    pub async fn fetch_scalars<T>(self: &Arc<Self>, query: Query<'_>) -> Result<Vec<T>, StoreError>
    where
        (T,): Row,
    {
        Ok(self.fetch_all(query).await?.into_iter().map(|(value,)| value).collect())
    }

    /// The first column of the first row, if there is one.
    pub async fn fetch_optional_scalar<T>(self: &Arc<Self>, query: Query<'_>) -> Result<Option<T>, StoreError>
    where
        (T,): Row,
    {
        Ok(self.fetch_optional(query).await?.map(|(value,)| value))
    }

    /// The first column of the first row; an error when there is none.
    pub async fn fetch_scalar<T>(self: &Arc<Self>, query: Query<'_>) -> Result<T, StoreError>
    where
        (T,): Row,
    {
        Ok(self.fetch_optional_scalar(query).await?.ok_or(sqlx::Error::RowNotFound)?)
    }
}
