//! Keeping the newest few of a site's backups in a folder.

use super::BackupFile;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::{fs, io};

const BEGINS: &str = "local-offer-";
const ENDS: &str = ".backup";

/// What a backup of a moment is called: names are in the order of time.
pub fn dated_name(at: Timestamp) -> String {
    format!("{BEGINS}{}{ENDS}", at.strftime("%Y%m%dT%H%M%SZ"))
}

/// Takes away the oldest backups of a database beyond so many. Answers which. A file of another name, or of another
/// database, is left alone: several sites may keep theirs in one folder.
///
/// # Errors
/// When the folder cannot be read or a file cannot be taken away.
pub fn remove_oldest(folder: &Path, keep: usize, identity: &str) -> io::Result<Vec<PathBuf>> {
    let ours = |path: &PathBuf| {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        name.starts_with(BEGINS)
            && name.ends_with(ENDS)
            && BackupFile::open(path).is_ok_and(|backup| backup.head.identity == identity)
    };
    let mut all: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|e| e.path()).filter(ours).collect();
    all.sort();
    let too_many = all.len().saturating_sub(keep);
    all.truncate(too_many);
    for path in &all {
        fs::remove_file(path)?;
    }
    Ok(all)
}
