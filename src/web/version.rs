//! What pages are made from: as long as it is the same, so is every page of one address for one reader.

use super::settings::Settings;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;
use uuid::Uuid;

/// Everything that families' pages are made from, besides the address and the reader's own choices. What the app keeps in
/// a [`VersionedCache`](super::cache::VersionedCache) and what browsers keep by a page's tag are both good for one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SiteVersion {
    /// The change number answers are up to: listings, figures, pictures of the past, postcodes.
    pub change: u64,
    /// Whether the index has caught up since the start.
    pub ready: bool,
    /// The day: freshness is counted in days.
    pub day: Date,
    /// The files of the area pack, as read at the start.
    pub pack: u64,
    /// The words of the pack, as last read.
    pub words: u64,
    /// What the server was told at its start, as far as pages show it.
    pub settings: u64,
    /// The program.
    pub build: u64,
}

/// A hash of the settings that pages show. Every setting is named, so that a new one cannot be forgotten here.
pub(super) fn shown(settings: &Settings) -> u64 {
    let Settings { signing_in, listening: _, count_searches, base_url, build: _, trusted_proxies: _ } = settings;
    let mut hasher = DefaultHasher::new();
    (signing_in, count_searches, base_url).hash(&mut hasher);
    hasher.finish()
}

/// A hash of the program that runs, read once at the start: whatever was changed in it, pages may be others. A program that
/// cannot be read is taken for a new one.
pub fn this_build() -> u64 {
    std::env::current_exe().and_then(|path| hash_of(&path)).unwrap_or_else(|error| {
        tracing::warn!(%error, "the program could not be read: browsers load every page anew after each start");
        Uuid::new_v4().as_u64_pair().0
    })
}

/// The first 64 bits of a file's SHA-256.
fn hash_of(path: &Path) -> io::Result<u64> {
    let mut digest = Sha256::new();
    io::copy(&mut File::open(path)?, &mut digest)?;
    Ok(digest.finalize().iter().take(8).fold(0, |all, byte| all << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::SigningIn;

    #[test]
    fn another_program_is_another_build() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("program");
        let build = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            hash_of(&path).unwrap()
        };
        let first = build(b"one");
        assert_ne!(first, build(b"two"));
        assert_eq!(first, build(b"one"));
        assert_eq!(this_build(), this_build());
    }

    #[test]
    fn settings_that_pages_show_make_another_version() {
        let plain = shown(&Settings::default());
        for other in [
            Settings { base_url: Some("https://offer.example.org".to_owned()), ..Settings::default() },
            Settings { count_searches: false, ..Settings::default() },
            Settings { signing_in: SigningIn::Secure, ..Settings::default() },
        ] {
            assert_ne!(shown(&other), plain, "{other:?}");
        }
    }
}
