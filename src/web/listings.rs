//! The listings as the search follower takes them: joins the store to search, which do not know each other.

use crate::domain::Service;
use crate::search::Documents;
use crate::store::{Store, StoreError};
use uuid::Uuid;

/// The store as a source of documents.
pub struct Listings(pub Store);

impl Documents for Listings {
    type Error = StoreError;

    async fn identity(&self) -> Result<String, StoreError> {
        self.0.identity().await
    }

    async fn head(&self) -> Result<u64, StoreError> {
        self.0.change_number().await
    }

    async fn oldest(&self) -> Result<u64, StoreError> {
        self.0.oldest_change().await
    }

    async fn changes(&self, after: u64, most: u32) -> Result<Vec<(u64, Uuid)>, StoreError> {
        let changes = self.0.changes_after(after, most).await?;
        Ok(changes.into_iter().map(|c| (c.number, c.service)).collect())
    }

    async fn by_ids(&self, ids: &[Uuid]) -> Result<Vec<Service>, StoreError> {
        let found = self.0.services_by_ids(ids).await?;
        // What has changed is not shown as it was, once the database is away.
        self.0.recent().refresh(ids, &found);
        Ok(found)
    }

    async fn after(&self, id: Option<Uuid>, most: u32) -> Result<Vec<Service>, StoreError> {
        self.0.services_after(id, most).await
    }

    async fn changed(&self) {
        self.0.changed().await;
    }
}
