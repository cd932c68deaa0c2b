//! SQL, and only SQL: SQLite (embedded, the default) or PostgreSQL behind one type with the same SQL text.
//!
//! It holds listings as documents, as they are and as they were, drafts of them, the gap-free change log that search follows, postcodes, files of figures, the past of
//! the matrix and counts of searches. It knows the domain and the area. Every write is one transaction, and every write of a listing takes the next change number.

mod accounts;
mod changes;
mod db;
mod deeds;
mod demand;
mod drafts;
mod figures;
mod mail;
mod migrate;
mod postcodes;
#[cfg(test)]
mod recount;
mod registrations;
mod revisions;
mod second_factor;
mod services;
mod sign_in;
mod snapshots;

pub use accounts::{Account, SessionRow, SessionSeen};
pub use changes::Change;
pub use db::StoreError;
#[cfg(test)]
pub use db::create_database;
pub use deeds::{Deed, Done, DraftMove, Publication};
pub use demand::{Demand, MonthOfDemand, OTHER};
pub use drafts::{DraftMessage, DraftRow};
pub use figures::StoredFigures;
pub use mail::{MOST_TRIES, QueuedMail};
pub use postcodes::PostcodeRow;
pub use registrations::Registration;
pub use revisions::Revision;
pub use second_factor::{SecondFactorAnswer, SecondFactorGuess};
pub use services::{SaveOutcome, Saved};
pub use sign_in::{CodeAnswer, MOST_WRONG, SignIn};
pub use snapshots::SnapshotRow;

use db::Db;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Notify;

/// The source under which the sample offer is stored.
pub const SAMPLE: &str = "sample";
/// The source of listings that are kept right here: no import writes over them.
pub const HERE: &str = "here";

/// The database.
#[derive(Clone)]
pub struct Store {
    db: Db,
    changed: Arc<Notify>,
}

impl Store {
    /// Opens the embedded database in a data folder, making both where they are missing, and brings it up to date
    /// after copying it to `backups/` when that changes it.
    ///
    /// # Errors
    /// When the folder cannot be written, or the database is newer than this program.
    pub async fn open_embedded(data: &Path) -> Result<Self, StoreError> {
        let file = data.join("local-offer.sqlite");
        let existed = file.exists();
        let db = Db::sqlite(data, &file).await?;
        if existed && migrate::pending(&db).await? {
            migrate::back_up(&db, &data.join("backups")).await?;
        }
        Self::ready(db).await
    }

    /// Opens a PostgreSQL database and brings it up to date.
    ///
    /// # Errors
    /// When it does not answer, or is newer than this program.
    pub async fn open_postgres(url: &str) -> Result<Self, StoreError> {
        Self::ready(Db::postgres(url).await?).await
    }

    async fn ready(db: Db) -> Result<Self, StoreError> {
        migrate::run(&db).await?;
        Ok(Self { db, changed: Arc::new(Notify::new()) })
    }

    /// Waits until this process has changed a listing. Changes by other processes are not heard: look at
    /// [`Store::change_number`] from time to time as well.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> bool {
        self.change_number().await.is_ok()
    }

    /// Closes it: what was committed is on the disk already.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

#[cfg(test)]
mod tests;
