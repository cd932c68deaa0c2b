//! Answers that stay the same until the site is another: until a listing changes, the day ends, or the pack is read anew.
//!
//! Nothing a visitor typed is kept: keys are made of the pack's own values, slugs and ids.

use super::version::SiteVersion;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Answers of one version of the site. What was made from another version is forgotten at the next use.
pub struct VersionedCache<K, V> {
    most: usize,
    state: Mutex<CacheState<K, V>>,
}

struct CacheState<K, V> {
    version: Option<SiteVersion>,
    entries: HashMap<K, V>,
}

impl<K: Eq + Hash, V: Clone> VersionedCache<K, V> {
    /// An empty cache of at most so many answers. More, and all are forgotten: a page then costs what it cost first.
    pub fn new(most: usize) -> Self {
        Self { most, state: Mutex::new(CacheState { version: None, entries: HashMap::new() }) }
    }

    /// The answer that was kept for this version.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, version: SiteVersion, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.of(version).entries.get(key).cloned()
    }

    /// Keeps an answer. The version is to be taken before the answer is made: it may then be newer than the version says,
    /// and never older.
    pub fn insert(&self, version: SiteVersion, key: K, value: V) {
        let mut state = self.of(version);
        if state.entries.len() >= self.most {
            state.entries.clear();
        }
        state.entries.insert(key, value);
    }

    /// What is kept of a version: nothing when another was asked for last.
    fn of(&self, version: SiteVersion) -> MutexGuard<'_, CacheState<K, V>> {
        // A panic while it was held leaves whole entries only: what is there is good.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.version != Some(version) {
            state.version = Some(version);
            state.entries.clear();
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version() -> SiteVersion {
        let day = jiff::civil::date(2026, 3, 2);
        SiteVersion { change: 1, ready: true, day, pack: 0, words: 0, settings: 0, build: 0 }
    }

    #[test]
    fn another_version_forgets_everything() {
        let tomorrow = jiff::civil::date(2026, 3, 3);
        let others = [
            SiteVersion { change: 2, ..version() },
            SiteVersion { ready: false, ..version() },
            SiteVersion { day: tomorrow, ..version() },
            SiteVersion { pack: 1, ..version() },
            SiteVersion { words: 1, ..version() },
            SiteVersion { settings: 1, ..version() },
            SiteVersion { build: 1, ..version() },
        ];
        for other in others {
            let cache = VersionedCache::new(10);
            cache.insert(version(), "all".to_owned(), 7);
            assert_eq!(cache.get(version(), "all"), Some(7));
            assert_eq!(cache.get(other, "all"), None, "{other:?}");
            assert_eq!(cache.get(version(), "all"), None, "the earlier version does not come back");
        }
    }

    #[test]
    fn a_bounded_number_is_kept() {
        let cache = VersionedCache::new(10);
        for n in 0..25 {
            cache.insert(version(), n, n);
        }
        assert_eq!((0..25).filter(|n| cache.get(version(), n).is_some()).count(), 5);
    }
}
