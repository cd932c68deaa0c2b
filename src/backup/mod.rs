//! One file with everything that is stored, and the way back from it.
//!
//! The file begins with one readable line (`head -1 FILE`): format, program, migration, time, tables with their rows, and
//! which key it needs. The rest is records, compressed and sealed in pieces with that key; every piece is bound to the head,
//! so that nothing in the file can be changed, left out or cut off unnoticed. The key is not in the file. The same file goes
//! into SQLite and PostgreSQL. It knows the store and how data is protected.

mod head;
mod read;
mod records;
mod restore;
mod rotation;
mod write;

pub use head::Head;
pub use read::{BackupFile, verify};
pub use restore::{find_key, restore};
pub use rotation::{dated_name, remove_oldest};
pub use write::write;

#[cfg(test)]
mod drill_tests;
#[cfg(test)]
mod tests;

use crate::protect::KeyError;
use crate::store::StoreError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a backup was not written or not put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something has its name.
    #[error("{0} is there already and is not written over: choose another name")]
    Exists(PathBuf),
    /// The disk is full.
    #[error("there is no room for {0}: make room or choose another folder. Nothing was left there")]
    NoRoom(PathBuf),
    /// The file cannot be written.
    #[error("{0} cannot be written: {1}. Nothing was left there")]
    Write(PathBuf, io::Error),
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Read(PathBuf, io::Error),
    /// It does not begin as a backup does.
    #[error("{0} is not a backup of Local Offer, or its beginning was changed or cut short: take another one")]
    NotABackup(PathBuf),
    /// A later program wrote it.
    #[error("{0} was made by a newer program ({1}): use that version or a later one")]
    Newer(PathBuf, String),
    /// It is not what was written.
    #[error(
        "{0} is not as it was written: it was changed, damaged or cut short. Nothing was put back: take another one"
    )]
    Damaged(PathBuf),
    /// The key is nowhere.
    #[error(
        "{file} needs the key {fingerprint}, and it is not in {looked}. When the backup was made it was in {lay}: \
         say where it is now with --key-file"
    )]
    KeyMissing {
        /// The backup.
        file: PathBuf,
        /// The key that is needed.
        fingerprint: String,
        /// Where it was looked for, in words.
        looked: String,
        /// Where it was when the backup was made.
        lay: PathBuf,
    },
    /// The key file that was named holds another key.
    #[error("{file} needs the key {needed}, and {key_file} holds the key {found}: name the right file with --key-file")]
    OtherKey {
        /// The backup.
        file: PathBuf,
        /// The key that is needed.
        needed: String,
        /// The key file.
        key_file: PathBuf,
        /// The key in it.
        found: String,
    },
    /// The new place has a key already.
    #[error("{0} holds another key than the backup’s: move it out of the way first")]
    KeyInTheWay(PathBuf),
    /// The key file.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BackupError {
    /// What a failed write means.
    fn of_write(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(path.to_owned()),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                BackupError::NoRoom(path.to_owned())
            }
            _ => BackupError::Write(path.to_owned(), error),
        }
    }

    /// What a failed read means. A seal that does not hold and an early end are damage, the rest is the disk's.
    fn of_read(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                BackupError::Damaged(path.to_owned())
            }
            _ => BackupError::Read(path.to_owned(), error),
        }
    }
}
