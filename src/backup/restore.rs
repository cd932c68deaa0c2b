//! Putting a backup back into an empty place, with the key that its secrets are sealed with.

use super::{BackupError, BackupFile, Head};
use crate::protect::{KEY_FILE, SecretKey, make_private_folder};
use crate::store::EmptyDatabase;
use std::path::{Path, PathBuf};

/// The key of a backup: from the file that was named, else from the data folder, else from where it was when the backup was
/// made.
///
/// # Errors
/// When it is in none of them, or the file that was named holds another.
pub fn find_key(backup: &BackupFile, given: Option<&Path>, data: &Path) -> Result<SecretKey, BackupError> {
    let (head, file) = (&backup.head, &backup.path);
    if let Some(key_file) = given {
        return match SecretKey::read(key_file)? {
            Some(key) if key.fingerprint() == head.key_fingerprint => Ok(key),
            Some(other) => Err(BackupError::OtherKey {
                file: file.clone(),
                needed: head.key_fingerprint.clone(),
                key_file: key_file.to_owned(),
                found: other.fingerprint(),
            }),
            None => Err(missing(backup, &[key_file.to_owned()])),
        };
    }
    let places = [data.join(KEY_FILE), head.key_file.clone()];
    // A place that holds another key, or may not be read, is only not the one.
    let found = places.iter().filter_map(|place| SecretKey::read(place).ok().flatten());
    found.into_iter().find(|key| key.fingerprint() == head.key_fingerprint).ok_or_else(|| missing(backup, &places))
}

fn missing(backup: &BackupFile, looked: &[PathBuf]) -> BackupError {
    let looked: Vec<String> = looked.iter().map(|p| p.display().to_string()).collect();
    BackupError::KeyMissing {
        file: backup.path.clone(),
        fingerprint: backup.head.key_fingerprint.clone(),
        looked: looked.join(" nor in "),
        lay: backup.head.key_file.clone(),
    }
}

/// Puts a backup back, and its key into the data folder. `identity` names the new database.
///
/// # Errors
/// When the backup is not whole or the key not its key, there is another key in the data folder, or the database refuses.
/// Then the place is as it was.
pub async fn restore(
    backup: BackupFile,
    key: &SecretKey,
    mut target: EmptyDatabase,
    data: &Path,
    identity: &str,
) -> Result<Head, BackupError> {
    let key_file = data.join(KEY_FILE);
    let there = SecretKey::read(&key_file)?;
    if there.as_ref().is_some_and(|other| other != key) {
        return Err(BackupError::KeyInTheWay(key_file));
    }
    let head = backup.head.clone();
    target.fill(head.schema, identity, backup.batches(key)?).await?;
    // The key first: a database without it would be of little use.
    if there.is_none() {
        make_private_folder(data).map_err(|e| BackupError::Write(data.to_owned(), e))?;
        key.write(&key_file)?;
    }
    if let Err(error) = target.finish().await {
        if there.is_none() {
            // It was not there before.
            let _ = std::fs::remove_file(&key_file);
        }
        return Err(error.into());
    }
    Ok(head)
}
