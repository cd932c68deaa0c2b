//! What may stand where the index belongs: whatever it is, it is moved out of the way and never in the way of the start.

use crate::protect::make_private_folder;
use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The file that the one writer of an index folder holds.
pub const LOCK: &str = "writer.lock";

/// Makes a folder, and those it stands in, for the owner alone. A file in its place, or a link to nothing, is renamed.
///
/// # Errors
/// When it cannot be made.
pub fn make(folder: &Path) -> io::Result<()> {
    if there(folder) && !folder.is_dir() {
        rename_aside(folder)?;
    }
    make_private_folder(folder)?;
    let lock = folder.join(LOCK);
    if lock.is_dir() { rename_aside(&lock) } else { Ok(()) }
}

/// Whether anything is there, a link to nothing included.
pub fn there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Removes a folder with everything in it, a file or a link; nothing is no fault.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether a file that was locked is still the one in a folder.
pub fn still_holds(folder: &Path, hold: &File) -> bool {
    let same = |a: fs::Metadata, b: fs::Metadata| (a.dev(), a.ino()) == (b.dev(), b.ino());
    fs::metadata(folder.join(LOCK)).and_then(|there| Ok(same(there, hold.metadata()?))).unwrap_or(false)
}

/// Renames what is in the way to the first free name beside it, and says so: somebody may want it.
fn rename_aside(path: &Path) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = |n: u32| path.with_file_name(format!("{name}.aside-{n}"));
    let free: PathBuf = (1..u32::MAX).map(beside).find(|p| !there(p)).unwrap_or_else(|| beside(0));
    fs::rename(path, &free)?;
    tracing::warn!("{} was in the way of the index and is now {}", path.display(), free.display());
    Ok(())
}
