//! The last good answer of the database to questions that visitors ask, for when it cannot be asked.

use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most answers that are kept; more, and all are forgotten.
const MOST: usize = 200;

/// The last good answer to each of some questions that are told apart by a key.
pub struct LastKnown<K, T>(Mutex<HashMap<K, T>>);

impl<K, T> Default for LastKnown<K, T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, T: Clone> LastKnown<K, T> {
    /// The answer of now, and where the database does not give one, the last.
    ///
    /// # Errors
    /// When the database does not answer and never has, or when what it answers cannot be read.
    pub async fn or_last(
        &self,
        store: &Store,
        key: K,
        read: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let last = self.answers().get(&key).cloned();
        let answer = or_kept(store, last, read).await?;
        let mut answers = self.answers();
        if answers.len() >= MOST && !answers.contains_key(&key) {
            answers.clear();
        }
        answers.insert(key, answer.clone());
        Ok(answer)
    }

    fn answers(&self) -> MutexGuard<'_, HashMap<K, T>> {
        // A panic while it was held leaves whole answers only.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is read now, and where the database does not answer, or perhaps not, what was kept.
///
/// # Errors
/// When the database does not answer and nothing was kept, or when what it answers cannot be read.
pub async fn or_kept<T>(
    store: &Store,
    kept: Option<T>,
    read: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let Some(kept) = kept else { return read.await };
    tokio::select! {
        biased;
        answer = read => match answer {
            Err(error) if error.is_unavailable() => Ok(kept),
            answer => answer,
        },
        () = store.in_doubt() => {
            store.note_trouble();
            Ok(kept)
        }
    }
}
