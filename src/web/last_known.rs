//! The last good answer of the database to a question that every visitor asks, for when it cannot be asked.

use crate::store::{Store, StoreError};
use std::future::Future;
use std::sync::{Mutex, PoisonError};

/// The last good answer to one question.
pub struct LastKnown<T>(Mutex<Option<T>>);

impl<T> Default for LastKnown<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T: Clone> LastKnown<T> {
    /// The answer of now, and where the database does not give one, the last.
    ///
    /// # Errors
    /// When the database does not answer and never has, or when what it answers cannot be read.
    pub async fn or_last(
        &self,
        store: &Store,
        read: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answer = or_kept(store, last, read).await?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer.clone());
        Ok(answer)
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
