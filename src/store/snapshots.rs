//! The past of the matrix: one picture a month, so that a trend can be told.

use super::Store;
use super::error::StoreError;
use super::query::query;

/// How many services families of a district could use in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    /// As "2026-03".
    pub month: String,
    /// The district's slug.
    pub district: String,
    /// The slug of a top kind of help; empty for all kinds together.
    pub kind: String,
    /// Services.
    pub can_use: u64,
}

impl Store {
    /// Keeps pictures. A month that is there already stays as it is: the past is not written over. Answers how many
    /// rows were new.
    ///
    /// # Errors
    /// When the database refuses: then nothing is kept.
    pub async fn save_snapshot(&self, source: &str, rows: &[SnapshotRow]) -> Result<u64, StoreError> {
        let new =
            self.db
                .write(async {
                    let mut tx = self.db.begin().await?;
                    tx.next_change().await?;
                    let mut new = 0;
                    for row in rows {
                        new += query(
                    "INSERT INTO gap_snapshot (month, district, kind, source, can_use) VALUES ($1, $2, $3, $4, $5) \
                     ON CONFLICT DO NOTHING",
                )
                .bind(&row.month)
                .bind(&row.district)
                .bind(&row.kind)
                .bind(source)
                .bind(i64::try_from(row.can_use).unwrap_or(i64::MAX)).execute(&mut tx).await?;
                    }
                    tx.commit_if(new > 0).await?;
                    Ok(new)
                })
                .await?;
        if new > 0 {
            self.changed.notify_waiters();
        }
        Ok(new)
    }

    /// Whether there is a picture of a month.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_snapshot(&self, month: &str) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT count(*) FROM (SELECT 1 AS one FROM gap_snapshot WHERE month = $1 LIMIT 1) AS piece";
        let n: i64 = self.db.fetch_scalar(query(SQL).bind(month)).await?;
        Ok(n > 0)
    }

    /// All pictures, oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn snapshots(&self) -> Result<Vec<SnapshotRow>, StoreError> {
        const SQL: &str = "SELECT month, district, kind, can_use FROM gap_snapshot ORDER BY month, kind, district";
        let rows: Vec<(String, String, String, i64)> = self.db.fetch_all(query(SQL)).await?;
        let row = |(month, district, kind, can_use): (String, String, String, i64)| SnapshotRow {
            month,
            district,
            kind,
            can_use: can_use.unsigned_abs(),
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Takes out the pictures of a source, under one change number. Answers how many went.
    ///
    /// # Errors
    /// When the database refuses: then nothing went.
    pub async fn remove_snapshots_of(&self, source: &str) -> Result<u64, StoreError> {
        self.take_out("DELETE FROM gap_snapshot WHERE source = $1", source).await
    }
}
