//! SQL, and only SQL: SQLite (embedded, the default) or PostgreSQL behind one type with the same SQL text.
//!
//! It holds listings as documents, as they are and as they were, drafts of them, the gap-free change log that search follows, postcodes, files of figures, the past of
//! the matrix and counts of searches. It knows the domain, the area and how data is protected. Every write is one transaction, and every write of a listing takes the next change number.

mod accounts;
mod availability;
mod changes;
mod check;
mod connection;
mod db;
mod demand;
mod drafts;
mod edit_transaction;
mod error;
mod export;
mod mail;
mod migrate;
mod near_names;
mod notices;
mod one_query;
mod pools;
mod postcodes;
mod proposals;
mod query;
mod recent;
#[cfg(test)]
mod recount;
mod registrations;
mod restore;
mod revisions;
mod save_services;
mod sealing;
mod second_factor;
mod services;
mod sign_in;
mod snapshots;
mod statistics;
mod summaries;
mod tables;
mod transaction;
mod write_check;

pub use accounts::{Account, SessionRow, SessionSeen};
pub use changes::ListingChange;
#[cfg(test)]
pub use db::create_database;
pub use demand::{Demand, MonthOfDemand, OTHER};
pub use drafts::{DecidedDraft, DraftMessage, DraftRow, Made};
pub use edit_transaction::{Committed, DraftTransition, EditTransaction, Publication};
pub use error::StoreError;
pub use export::{Contents, ExportSink};
pub use mail::{MOST_TRIES, QueuedMail};
pub use near_names::{Named, NearName};
pub use postcodes::PostcodeRow;
pub use recent::RecentListings;
pub use registrations::Registration;
pub use restore::{CHANGE_LEAP, EmptyDatabase, newest_schema};
pub use revisions::Revision;
pub use save_services::{SaveOutcome, SavedCounts};
pub use sealing::LostKey;
pub use second_factor::{SecondFactorAnswer, SecondFactorGuess};
pub use sign_in::{CodeAnswer, MOST_WRONG, SignIn};
pub use snapshots::SnapshotRow;
pub use statistics::StoredStatistics;
pub use summaries::{ListingFilter, ListingSummary};
pub use tables::{Batch, ColumnType, SqlValue, StoredTable, kept_tables};

use db::Db;
use sealing::KeyState;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Notify;
use write_check::WriteCheck;

/// The source under which the sample offer is stored.
pub const SAMPLE: &str = "sample";
/// The source of listings that are kept right here: no import writes over them.
pub const HERE: &str = "here";

/// The database.
#[derive(Clone)]
pub struct Store {
    db: Arc<Db>,
    changed: Arc<Notify>,
    key: KeyState,
    recent: Arc<RecentListings>,
    write_check: Arc<WriteCheck>,
}

impl Store {
    /// Opens the embedded database in a data folder, making both where they are missing, and brings it up to date
    /// after copying it to `backups/` when that changes it. One that is there is checked first.
    ///
    /// # Errors
    /// When the folder cannot be written, or the database is damaged or newer than this program.
    pub async fn open_embedded(data: &Path) -> Result<Self, StoreError> {
        let file = data.join("local-offer.sqlite");
        let existed = file.exists();
        if existed {
            check::check(&file, check::CHECK_LIMIT).await?;
        }
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

    /// Opens the embedded database of a data folder as it is: nothing is made, and nothing is brought up to date. All of it
    /// is checked, however long that takes.
    ///
    /// # Errors
    /// When there is none, or it is damaged or not of this program's version.
    pub async fn open_embedded_as_it_is(data: &Path) -> Result<Self, StoreError> {
        let file = data.join("local-offer.sqlite");
        if !file.exists() {
            return Err(StoreError::NoDatabase(data.to_owned()));
        }
        check::check(&file, check::NO_LIMIT).await?;
        Self::as_it_is(Db::sqlite(data, &file).await?).await
    }

    /// Opens a PostgreSQL database as it is: nothing is brought up to date.
    ///
    /// # Errors
    /// When it does not answer, or is not of this program's version.
    pub async fn open_postgres_as_it_is(url: &str) -> Result<Self, StoreError> {
        Self::as_it_is(Db::postgres(url).await?).await
    }

    async fn as_it_is(db: Arc<Db>) -> Result<Self, StoreError> {
        match migrate::reached(&db).await {
            None => Err(StoreError::NothingStored),
            Some(number) if number < migrate::newest() => Err(StoreError::Older),
            Some(number) if number > migrate::newest() => Err(StoreError::Newer(number)),
            Some(_) => Ok(Self::of(db)),
        }
    }

    async fn ready(db: Arc<Db>) -> Result<Self, StoreError> {
        migrate::run(&db).await?;
        summaries::fill(&db).await?;
        Ok(Self::of(db))
    }

    fn of(db: Arc<Db>) -> Self {
        Self {
            db,
            changed: Arc::default(),
            key: KeyState::default(),
            recent: Arc::default(),
            write_check: Arc::default(),
        }
    }

    /// The same store with connections of its own, for another runtime: connections of one runtime do not work in
    /// another. What one of them changes the others hear.
    pub fn for_other_runtime(&self) -> Self {
        Self { db: self.db.for_other_runtime(), ..self.clone() }
    }

    /// Waits until this process has changed a listing. Changes by other processes are not heard: look at
    /// [`Store::change_number`] from time to time as well.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Whether the database is known to be away. Costs nothing.
    pub fn is_away(&self) -> bool {
        self.db.availability.is_away()
    }

    /// Ends when the database is away, or perhaps: it has not answered for a while.
    pub async fn in_doubt(&self) {
        self.db.availability.in_doubt().await;
    }

    /// Counts what the database was asked and did not do: what was made while it rose may lack something.
    pub fn troubles(&self) -> u64 {
        self.db.availability.troubles()
    }

    /// Counts something that was wanted from the database, and for which nobody waited any longer.
    pub fn note_trouble(&self) {
        self.db.availability.note_trouble();
    }

    /// Listings as they were last read.
    pub fn recent(&self) -> &RecentListings {
        &self.recent
    }

    /// Makes SQLite fail in a test, or well again: the connection that writes now is told this, and every later one.
    #[cfg(test)]
    pub async fn tell_writer(&self, now: &str, later: &str) {
        let pools = self.db.pools();
        let db::Pools::Sqlite { write, .. } = &pools.pools else { panic!("only SQLite is told") };
        sqlx::raw_sql(sqlx::AssertSqlSafe(now.to_owned())).execute(write).await.expect("a pragma");
        later.clone_into(&mut self.db.writer_pragma.lock().expect("no panic before"));
    }

    /// Closes it: what was committed is on the disk already.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

#[cfg(test)]
mod keeping_tests;
#[cfg(test)]
mod known_words_tests;
#[cfg(test)]
mod outage_tests;
#[cfg(test)]
mod tests;
