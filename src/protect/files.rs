//! Files and folders that nobody but their owner can read, and files that appear whole or not at all.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Makes a folder, with those above it that are missing, for its owner alone. One that is there already stays as it is.
///
/// # Errors
/// When the system refuses.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Takes away what others than the owner may do with a file or folder. What is not there needs nothing.
///
/// # Errors
/// When it belongs to somebody else.
pub fn restrict_to_owner(path: &Path) -> io::Result<()> {
    let mode = match fs::metadata(path) {
        Ok(metadata) => metadata.permissions().mode(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(path, Permissions::from_mode(mode & 0o700)) }
}

/// A file that is being written under another name in the same folder. It takes its own name when it is whole and on the
/// disk; dropped before that, it leaves nothing.
pub struct NewFile {
    part: NamedTempFile,
    path: PathBuf,
}

impl NewFile {
    /// Begins a file, readable by its owner alone.
    ///
    /// # Errors
    /// When there is something of that name, or the folder cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let part = tempfile::Builder::new().prefix(".").suffix(".part").tempfile_in(folder_of(path))?;
        Ok(Self { part, path: path.to_owned() })
    }

    /// Where it lies until it is finished.
    pub fn part(&self) -> &Path {
        self.part.path()
    }

    /// Gives it its name, once it is on the disk. A file that took the name meanwhile is not written over.
    ///
    /// # Errors
    /// When the disk refuses, or something has the name: then nothing is left behind.
    pub fn finish(self) -> io::Result<()> {
        self.part.as_file().sync_all()?;
        self.part.persist_noclobber(&self.path).map_err(|e| e.error)?;
        sync_folder(&self.path)
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.part.flush()
    }
}

/// The folder a path lies in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes the entry of a file down in its folder: a name that was given survives a power cut.
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_new_file_is_its_owners_alone_and_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("whole");
        let mut first = NewFile::create(&path).unwrap();
        let mut second = NewFile::create(&path).unwrap();
        first.write_all(b"first").unwrap();
        second.write_all(b"second").unwrap();
        assert!(!path.exists(), "nothing has the name before it is whole");
        first.finish().unwrap();
        assert_eq!(second.finish().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(NewFile::create(&path).err().unwrap().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!((fs::read(&path).unwrap(), mode(&path)), (b"first".to_vec(), 0o600));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "and no half file is left");
    }

    #[test]
    fn a_full_disk_leaves_no_half_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = NewFile::create(&folder.path().join("half")).unwrap();
        file.write_all(b"half").unwrap();
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        assert_eq!(full.write_all(b"the rest").unwrap_err().kind(), io::ErrorKind::StorageFull);
        drop(file);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn folders_are_made_private_and_wide_ones_are_narrowed() {
        let folder = tempfile::tempdir().unwrap();
        let (made, wide) = (folder.path().join("a/b"), folder.path().join("wide"));
        make_private_folder(&made).unwrap();
        assert_eq!((mode(&made), mode(&folder.path().join("a"))), (0o700, 0o700));
        fs::write(&wide, "x").unwrap();
        fs::set_permissions(&wide, Permissions::from_mode(0o664)).unwrap();
        restrict_to_owner(&wide).unwrap();
        assert_eq!(mode(&wide), 0o600);
        restrict_to_owner(&folder.path().join("nothing")).unwrap();
    }
}
