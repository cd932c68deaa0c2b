//! The gap-free change log that every index follows.

use super::error::StoreError;
use super::query::query;
use super::{SAMPLE, Store};
use uuid::Uuid;

/// A listing changed at a number. What it is now must be read again: the log does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingChange {
    /// The change number, from 1, without gaps.
    pub number: u64,
    /// The service that was added, changed or removed.
    pub service: Uuid,
}

impl Store {
    /// The number of the last change; 0 when nothing was ever stored.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change_number(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT seq FROM change_counter WHERE one = 1";
        let seq: i64 = self.db.fetch_scalar(query(SQL)).await?;
        Ok(seq.unsigned_abs())
    }

    /// Which database this is: random, made with it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn identity(&self) -> Result<String, StoreError> {
        const SQL: &str = "SELECT identity FROM change_counter WHERE one = 1";
        self.db.fetch_scalar(query(SQL)).await
    }

    /// The oldest number that the log still tells: 1 until it is pruned. Who has not reached the one before it cannot
    /// follow, and must read every listing again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn oldest_change(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT pruned FROM change_counter WHERE one = 1";
        let pruned: i64 = self.db.fetch_scalar(query(SQL)).await?;
        Ok(pruned.unsigned_abs() + 1)
    }

    /// Takes the oldest rows out of the log, but for at least `keep` of the newest: never a part of a number. Answers how
    /// many went.
    ///
    /// # Errors
    /// When the database refuses: then the log stays as it is.
    pub async fn prune_change_log(&self, keep: u32) -> Result<u64, StoreError> {
        const FIRST_KEPT: &str = "SELECT seq FROM change_log ORDER BY seq DESC LIMIT 1 OFFSET $1";
        let before = i64::from(keep.max(1)) - 1;
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                let first: Option<i64> = query(FIRST_KEPT).bind(before).fetch_optional_scalar(&mut tx).await?;
                let first = first.unwrap_or(0);
                let gone = query("DELETE FROM change_log WHERE seq < $1").bind(first).execute(&mut tx).await?;
                // In the same transaction: a follower that misses rows always finds out.
                query("UPDATE change_counter SET pruned = $1 WHERE one = 1 AND pruned < $1")
                    .bind(first - 1)
                    .execute(&mut tx)
                    .await?;
                tx.commit().await?;
                Ok(gone)
            })
            .await
    }

    /// Changes after a number, in order: all of each number, about `most` in all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn changes_after(&self, number: u64, most: u32) -> Result<Vec<ListingChange>, StoreError> {
        // Never stops inside a number: the last one is read to its end.
        const SQL: &str = "SELECT seq, service_id FROM change_log WHERE seq > $1 AND seq <= \
             COALESCE((SELECT max(seq) FROM (SELECT seq FROM change_log WHERE seq > $1 ORDER BY seq LIMIT $2) AS piece), $1) \
             ORDER BY seq, service_id";
        let (number, most) = (i64::try_from(number).unwrap_or(i64::MAX), i64::from(most));
        let rows: Vec<(i64, String)> = self.db.fetch_all(query(SQL).bind(number).bind(most)).await?;
        let change = |(seq, id): (i64, String)| {
            Uuid::try_parse(&id).ok().map(|service| ListingChange { number: seq.unsigned_abs(), service })
        };
        Ok(rows.into_iter().filter_map(change).collect())
    }

    /// Whether any of the sample offer is loaded, listings or figures.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_sample(&self) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT count(*) FROM (SELECT 1 AS one FROM service WHERE source = $1 \
             UNION ALL SELECT 1 AS one FROM figure_file WHERE source = $1 LIMIT 1) AS piece";
        let n: i64 = self.db.fetch_scalar(query(SQL).bind(SAMPLE)).await?;
        Ok(n > 0)
    }
}
