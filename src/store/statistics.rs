//! Files of sourced figures, as they were read. Loading one takes a change number, so that every page is made anew.

use super::Store;
use super::error::StoreError;
use super::query::query;
use jiff::civil::Date;

/// A file of figures as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredStatistics {
    /// What it is called; loading another of the same name takes its place.
    pub name: String,
    /// Who loaded it: the sample offer or somebody else.
    pub source: String,
    /// What sort of figures it holds.
    pub sort: String,
    /// The day it was loaded.
    pub loaded: Date,
    /// How many rows it has.
    pub rows: u64,
    /// The rows as CSV, small counts taken out.
    pub content: String,
}

impl Store {
    /// Stores files in one transaction under one change number. What is the same already takes none. Answers how many
    /// were new or changed.
    ///
    /// # Errors
    /// When the database refuses: then nothing is stored.
    pub async fn save_figures(&self, files: &[StoredStatistics]) -> Result<usize, StoreError> {
        let changed = self.db.write(async { let mut tx = self.db.begin().await?;
            tx.next_change().await?;
            let mut changed = 0;
for file in files {
                let same: Option<(String, String)> =
                    query("SELECT content, source FROM figure_file WHERE name = $1")
                        .bind(&file.name).fetch_optional(&mut tx).await?;
                if same.is_some_and(|(content, source)| content == file.content && source == file.source) {
                    continue;
                }
                changed += 1;
                query(
                    "INSERT INTO figure_file (name, source, sort, loaded, row_count, content) VALUES ($1, $2, $3, $4, $5, $6) \
                     ON CONFLICT (name) DO UPDATE SET source = excluded.source, sort = excluded.sort, \
                     loaded = excluded.loaded, row_count = excluded.row_count, content = excluded.content",
                )
                .bind(&file.name)
                .bind(&file.source)
                .bind(&file.sort)
                .bind(file.loaded.to_string())
                .bind(i64::try_from(file.rows).unwrap_or(i64::MAX))
                .bind(&file.content).execute(&mut tx).await?;
            }
            tx.commit_if(changed > 0).await?;
Ok(changed)
}).await?;
        if changed > 0 {
            self.changed.notify_waiters();
        }
        Ok(changed)
    }

    /// Takes a file out. Answers whether it was there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_figures(&self, name: &str) -> Result<bool, StoreError> {
        Ok(self.take_out("DELETE FROM figure_file WHERE name = $1", name).await? > 0)
    }

    /// Takes out every file of a source. Answers how many there were.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_figures_of(&self, source: &str) -> Result<u64, StoreError> {
        self.take_out("DELETE FROM figure_file WHERE source = $1", source).await
    }

    /// Deletes by one value, under one change number; none is taken when nothing goes. Answers how many rows went.
    pub(super) async fn take_out(&self, sql: &'static str, value: &str) -> Result<u64, StoreError> {
        let gone = self
            .db
            .write(async {
                let mut tx = self.db.begin().await?;
                tx.next_change().await?;
                let gone = query(sql).bind(value).execute(&mut tx).await?;
                tx.commit_if(gone > 0).await?;
                Ok(gone)
            })
            .await?;
        if gone > 0 {
            self.changed.notify_waiters();
        }
        Ok(gone)
    }

    /// All files, those of the sample last, then by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn figures(&self) -> Result<Vec<StoredStatistics>, StoreError> {
        const SQL: &str = "SELECT name, source, sort, loaded, row_count, content FROM figure_file \
             ORDER BY CASE WHEN source = $1 THEN 1 ELSE 0 END, name";
        let rows: Vec<(String, String, String, String, i64, String)> =
            self.db.fetch_all(query(SQL).bind(super::SAMPLE)).await?;
        let file = |(name, source, sort, loaded, rows, content): (String, String, String, String, i64, String)| {
            let loaded = loaded.parse().unwrap_or(Date::MIN);
            StoredStatistics { name, source, sort, loaded, rows: rows.unsigned_abs(), content }
        };
        Ok(rows.into_iter().map(file).collect())
    }
}
