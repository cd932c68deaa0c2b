//! Why the store could not do what it was asked, and whether trying again can help.

use super::sealing::LostKey;
use crate::protect::{KeyError, SealError};
use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;
use std::path::PathBuf;
use std::time::Duration;
use uuid::Uuid;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The data folder cannot be made or written.
    #[error("the data folder {0} cannot be written: {1}. Choose another with --data, or change who may write there")]
    Folder(PathBuf, std::io::Error),
    /// The database was made by a later version.
    #[error("the database is newer than this program (its migration {0} is not known here): use the newer program")]
    Newer(i64),
    /// The database refused or did not answer.
    #[error("the database did not do it: {0}")]
    Database(#[from] sqlx::Error),
    /// The database is known to be away: it was not asked.
    #[error("the database is away")]
    Away,
    /// The database took longer than this.
    #[error("the database did not answer within {0:?}")]
    Slow(Duration),
    /// A migration failed.
    #[error("the database could not be brought up to date: {0}")]
    Migration(sqlx::migrate::MigrateError),
    /// A stored document is not what this program writes.
    #[error("the stored listing {id} cannot be read: {reason}")]
    Document {
        /// The service's id.
        id: String,
        /// What is wrong.
        reason: serde_json::Error,
    },
    /// A stored draft is not what this program writes.
    #[error("the stored draft {id} cannot be read: {reason}")]
    Draft {
        /// Its id.
        id: String,
        /// What is wrong.
        reason: String,
    },
    /// A kind or state that is stored is none that this program knows.
    #[error("the table {table} says “{word}”, which this program does not know: use the newer program")]
    UnknownWord {
        /// The table.
        table: &'static str,
        /// What it says.
        word: String,
    },
    /// The embedded database is damaged.
    #[error(
        "the database {file} is damaged ({found}): move it out of {data}, with its -wal and -shm, and put a backup back: \
         local-offer --data {data} restore FILE. {backups}",
        file = .file.display(), data = .data.display()
    )]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What SQLite says of it.
        found: String,
        /// The data folder.
        data: PathBuf,
        /// Which backups there are, in words.
        backups: String,
    },
    /// There is no database to read.
    #[error("there is no database in {0}: say where it is with --data or --database-url")]
    NoDatabase(PathBuf),
    /// There is a database, and nothing of ours in it.
    #[error("the database holds nothing of Local Offer: say where it is with --data or --database-url")]
    NothingStored,
    /// The database is older than the program, and was to be read only.
    #[error(
        "the database is older than this program: start the server once to bring it up to date, or use the older program"
    )]
    Older,
    /// A backup was to be put where there is something.
    #[error("{0}: a backup is only put back into an empty place")]
    NotEmpty(String),
    /// A table that is no table of ours.
    #[error("“{0}” is no table of this program")]
    NotATable(String),
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key that seals secrets is not there.
    #[error("{0}")]
    KeyLost(LostKey),
    /// A lost key was to be given up, and it is there.
    #[error("the key that seals secrets is there: nothing was taken away")]
    KeyNotLost,
    /// No key was given.
    #[error("no key was given that seals secrets")]
    NoKey,
    /// A sealed secret cannot be opened.
    #[error("the secret of the account {0} cannot be opened: {1}")]
    Sealed(Uuid, SealError),
}

/// What kind of trouble an error of the database means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// The connection was lost or could not be made.
    Connection,
    /// The database is there, and cannot do it now: no space, an I/O error, somebody else holds a lock.
    Refused,
    /// Trying again brings the same: wrong SQL, a broken constraint, a damaged file.
    Bug,
}

impl StoreError {
    /// Whether the same may succeed later: the disk is full, the database is busy, away or cannot be reached. Otherwise
    /// it is a fault of this program or of what is stored.
    pub fn is_unavailable(&self) -> bool {
        match self {
            StoreError::Away | StoreError::Slow(_) | StoreError::Folder(..) => true,
            StoreError::Database(error) => trouble(error) != Trouble::Bug,
            _ => false,
        }
    }

    /// Whether it says something about the connection: then the database may be gone altogether.
    pub(super) fn lost_connection(&self) -> bool {
        match self {
            StoreError::Slow(_) => true,
            StoreError::Database(error) => trouble(error) == Trouble::Connection,
            _ => false,
        }
    }
}

fn trouble(error: &sqlx::Error) -> Trouble {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
            Some(error) => postgres(error.code()),
            None => sqlite(error.as_ref()),
        },
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Trouble::Connection,
        _ => Trouble::Bug,
    }
}

/// By the class of the SQLSTATE, see “PostgreSQL Error Codes” in its manual.
fn postgres(state: &str) -> Trouble {
    match state.get(..2).unwrap_or_default() {
        // Canceled by the statement timeout: the connection is good.
        "57" if state == "57014" => Trouble::Refused,
        // What we sent was no message of the protocol: too few values, say.
        "08" if state == "08P01" => Trouble::Bug,
        // Connection exception; operator intervention; wrong password; no such database.
        "08" | "57" | "28" | "3D" => Trouble::Connection,
        // Disk full, out of memory, too many connections; system error; serialization failure and deadlock.
        "53" | "58" | "40" => Trouble::Refused,
        // A lock that could not be had; a server that only reads, as after a failover.
        _ if matches!(state, "55P03" | "25006") => Trouble::Refused,
        _ => Trouble::Bug,
    }
}

/// By the primary result code, see “Result and Error Codes” in SQLite's manual.
fn sqlite(error: &dyn DatabaseError) -> Trouble {
    let code = error.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or_default();
    match code & 0xff {
        // BUSY, LOCKED, NOMEM, READONLY, FULL, PROTOCOL (a lock that could not be had).
        5 | 6 | 7 | 8 | 13 | 15 => Trouble::Refused,
        // IOERR, CANTOPEN: the file itself may be gone.
        10 | 14 => Trouble::Connection,
        _ => Trouble::Bug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_unavailable_and_a_broken_constraint_is_not() {
        for (state, expected) in [
            ("53100", Trouble::Refused),
            ("53300", Trouble::Refused),
            ("40P01", Trouble::Refused),
            ("57014", Trouble::Refused),
            ("57P01", Trouble::Connection),
            ("08006", Trouble::Connection),
            ("08P01", Trouble::Bug),
            ("23505", Trouble::Bug),
            ("42601", Trouble::Bug),
            ("", Trouble::Bug),
        ] {
            assert_eq!(postgres(state), expected, "{state}");
        }
        assert!(StoreError::from(sqlx::Error::PoolTimedOut).is_unavailable());
        assert!(!StoreError::from(sqlx::Error::RowNotFound).is_unavailable());
        assert!(StoreError::Away.is_unavailable() && !StoreError::Away.lost_connection());
    }
}
