//! The key file: 32 random bytes as 64 hexadecimal digits, so that it can also be kept on paper or in a password safe.

use super::files::NewFile;
use super::{from_hex, make_private_folder, restrict_to_owner, to_hex};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What the key file is called in a data folder.
pub const KEY_FILE: &str = "secret.key";

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file is there and cannot be read.
    #[error("the key file {0} cannot be read: {1}")]
    Read(PathBuf, io::Error),
    /// The file holds something else.
    #[error("{0} is no key file: it must hold 64 hexadecimal digits and nothing else")]
    NotAKey(PathBuf),
    /// The file cannot be written.
    #[error("the key file {0} cannot be written: {1}")]
    Write(PathBuf, io::Error),
    /// The system gives no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
}

/// The key of an installation. Everything that is sealed is sealed with a key derived from it for that purpose.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretKey([u8; 32]);

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.fingerprint())
    }
}

impl SecretKey {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(KeyError::Random)?;
        Ok(Self(bytes))
    }

    /// Reads a key file; none where there is no file. One that others could read is restricted to its owner.
    ///
    /// # Errors
    /// When the file cannot be read or holds no key.
    pub fn read(path: &Path) -> Result<Option<Self>, KeyError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(KeyError::NotAKey(path.to_owned())),
            Err(error) => return Err(KeyError::Read(path.to_owned(), error)),
        };
        let bytes = from_hex(text.trim()).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let key = bytes.map(Self).ok_or_else(|| KeyError::NotAKey(path.to_owned()))?;
        if let Err(error) = restrict_to_owner(path) {
            tracing::warn!(%error, "others may be able to read the key file {}", path.display());
        }
        Ok(Some(key))
    }

    /// Reads a key file, or makes it, and its folder, where there is none. Of two processes that make it at once, both get the same key.
    ///
    /// # Errors
    /// When it can be neither read nor written.
    pub fn read_or_make(path: &Path) -> Result<Self, KeyError> {
        if let Some(key) = Self::read(path)? {
            return Ok(key);
        }
        if let Some(folder) = path.parent() {
            make_private_folder(folder).map_err(|e| KeyError::Write(path.to_owned(), e))?;
        }
        let key = Self::generate()?;
        match key.write(path) {
            Ok(()) => Ok(key),
            Err(KeyError::Write(_, error)) if error.kind() == io::ErrorKind::AlreadyExists => {
                Self::read(path)?.ok_or_else(|| KeyError::Write(path.to_owned(), error))
            }
            Err(error) => Err(error),
        }
    }

    /// Writes it to a new file that only its owner can read.
    ///
    /// # Errors
    /// When there is a file of that name, or the folder cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        let write = || {
            let mut file = NewFile::create(path)?;
            writeln!(file, "{}", to_hex(&self.0))?;
            file.finish()
        };
        write().map_err(|e| KeyError::Write(path.to_owned(), e))
    }

    /// What tells this key from others and gives nothing of it away: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        to_hex(&self.derive("fingerprint")[..8])
    }

    /// A key for one purpose: what is learnt of it says nothing of this key or of those for other purposes.
    pub(super) fn derive(&self, purpose: &str) -> [u8; 32] {
        Sha256::new()
            .chain_update("local-offer ")
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(self.0)
            .finalize()
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(KEY_FILE);
        assert_eq!(SecretKey::read(&path).unwrap(), None);
        let key = SecretKey::read_or_make(&path).unwrap();
        assert_eq!(SecretKey::read_or_make(&path).unwrap(), key);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        SecretKey::read(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "a wide one is narrowed");
        assert!(!format!("{key:?}").contains(fs::read_to_string(&path).unwrap().trim()));
        assert_ne!(key.fingerprint(), SecretKey::generate().unwrap().fingerprint());
    }

    #[test]
    fn a_file_that_holds_no_key_is_named_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(KEY_FILE);
        for wrong in ["", "abc", &"g".repeat(64), &"a".repeat(63), &"a".repeat(66)] {
            fs::write(&path, wrong).unwrap();
            let said = SecretKey::read_or_make(&path).unwrap_err().to_string();
            assert!(said.contains("is no key file"), "{said}");
            assert_eq!(fs::read_to_string(&path).unwrap(), wrong);
        }
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(matches!(SecretKey::read(&path), Err(KeyError::NotAKey(_))));
    }
}
