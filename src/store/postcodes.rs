//! Postcodes: where they are and in which district.

use super::Store;
use super::error::StoreError;
use super::query::{AT_ONCE, query, query_list};
use crate::domain::{Point, Postcode};

/// A postcode as loaded from an official table.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodeRow {
    /// The postcode.
    pub code: Postcode,
    /// Its middle.
    pub point: Point,
    /// GSS code of the district it lies in.
    pub district_code: Option<String>,
    /// Whether it is no longer in use.
    pub ended: bool,
}

impl Store {
    /// Stores a batch in one transaction under one change number, because pages say where a postcode is; a postcode that is
    /// there already is written over.
    ///
    /// # Errors
    /// When the database refuses: then nothing of the batch is stored.
    pub async fn save_postcodes(&self, batch: &[PostcodeRow]) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO postcode (code, lat, lon, district_code, ended) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (code) DO UPDATE SET lat = excluded.lat, lon = excluded.lon, \
             district_code = excluded.district_code, ended = excluded.ended";
        if batch.is_empty() {
            return Ok(());
        }
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                for row in batch {
                    query(SQL)
                        .bind(row.code.as_str())
                        .bind(row.point.lat)
                        .bind(row.point.lon)
                        .bind(row.district_code.as_deref())
                        .bind(i64::from(row.ended))
                        .execute(&mut tx)
                        .await?;
                }
                // Last, because other writers wait for the number from here on.
                tx.next_change().await?;
                tx.commit().await
            })
            .await?;
        self.changed.notify_waiters();
        Ok(())
    }

    /// Where a postcode is; none when it is not in the table or none has been loaded.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn postcode(&self, code: &Postcode) -> Result<Option<PostcodeRow>, StoreError> {
        const SQL: &str = "SELECT lat, lon, district_code, ended FROM postcode WHERE code = $1";
        let row: Option<(f64, f64, Option<String>, i64)> =
            self.db.fetch_optional(query(SQL).bind(code.as_str())).await?;
        Ok(row.map(|(lat, lon, district_code, ended)| PostcodeRow {
            code: code.clone(),
            point: Point { lat, lon },
            district_code,
            ended: ended != 0,
        }))
    }

    /// Those of some postcodes that are in the table, in no order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn postcodes(&self, codes: &[Postcode]) -> Result<Vec<PostcodeRow>, StoreError> {
        let mut found = Vec::with_capacity(codes.len());
        for some in codes.chunks(AT_ONCE) {
            let query = query_list(
                &["SELECT code, lat, lon, district_code, ended FROM postcode WHERE code IN"],
                some.iter().map(|code| code.as_str()),
                "",
            );
            let rows: Vec<(String, f64, f64, Option<String>, i64)> = self.db.fetch_all(query).await?;
            found.extend(rows.into_iter().filter_map(|(code, lat, lon, district_code, ended)| {
                let code = Postcode::parse(&code)?;
                Some(PostcodeRow { code, point: Point { lat, lon }, district_code, ended: ended != 0 })
            }));
        }
        Ok(found)
    }

    /// How many postcodes are loaded.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_postcodes(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM postcode";
        let n: i64 = self.db.fetch_scalar(query(SQL)).await?;
        Ok(n.unsigned_abs())
    }
}
