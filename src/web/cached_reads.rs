//! What pages read again and again: from the cache of this version of the site, and while the database is away as it was
//! last read.

use super::app::App;
use super::cache::VersionedCache;
use super::last_known::{LastKnown, or_kept};
use super::statistics::LoadedStatistics;
use crate::domain::{SearchQuery, Service};
use crate::search::{SearchError, SearchResults, Supplies};
use crate::store::{MonthOfDemand, RecentListings, Revision, SnapshotRow, StoreError};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

impl App {
    /// One answer of the database: read once for each version of the site; the last one while the database is away.
    async fn once<T: Clone>(
        &self,
        cache: &VersionedCache<(), T>,
        last: &LastKnown<(), T>,
        read: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let version = self.version();
        if let Some(answer) = cache.get(version, &()) {
            return Ok(answer);
        }
        let read = async {
            let answer = read.await?;
            cache.insert(version, (), answer.clone());
            Ok(answer)
        };
        last.or_last(&self.store, (), read).await
    }

    /// Whether any of the sample offer is loaded: then every page says so.
    ///
    /// # Errors
    /// When the database does not answer and never has.
    pub async fn has_sample(&self) -> Result<bool, StoreError> {
        self.once(&self.caches.sample, &self.last.sample, self.store.has_sample()).await
    }

    /// The answer to a question that no visitor typed: worked out once, and then kept until a listing changes.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn figures(&self, find: &SearchQuery) -> Result<Arc<SearchResults>, SearchError> {
        let (version, name) = (self.version(), format!("{:?}", find.pairs()));
        if let Some(found) = self.caches.figures.get(version, &name) {
            return Ok(found);
        }
        let found = Arc::new(self.engine.find(find).await?);
        self.caches.figures.insert(version, name, found.clone());
        Ok(found)
    }

    /// What there is of every kind for every district: counted once, and then kept until a listing changes.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn supplies(&self, find: &SearchQuery) -> Result<Arc<Supplies>, SearchError> {
        let (version, name) = (self.version(), format!("{:?}", find.pairs()));
        if let Some(supplies) = self.caches.supplies.get(version, &name) {
            return Ok(supplies);
        }
        let supplies = Arc::new(self.engine.supplies(find).await?);
        self.caches.supplies.insert(version, name, supplies.clone());
        Ok(supplies)
    }

    /// A listing by its slug, read once and then kept until a listing changes. While the database is away it is as it was
    /// last read.
    ///
    /// # Errors
    /// When the database does not answer and the listing was never read.
    pub async fn listing(&self, slug: &str) -> Result<Option<Arc<Service>>, StoreError> {
        let version = self.version();
        if let Some(service) = self.caches.by_slug.get(version, slug) {
            return Ok(Some(service));
        }
        let recent = self.store.recent();
        let read = async {
            let Some(service) = self.store.service_by_slug(slug).await?.map(Arc::new) else {
                recent.forget_slug(slug);
                return Ok(None);
            };
            recent.keep([&service]);
            self.caches.by_slug.insert(version, service.slug.clone(), service.clone());
            Ok(Some(service))
        };
        or_kept(&self.store, recent.by_slug(slug).map(Some), read).await
    }

    /// Listings by id, each read once and then kept until a listing changes. While the database is away those that were
    /// read before are there, as they were then, and the others are left out.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub async fn listings(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Service>>, StoreError> {
        let version = self.version();
        let known = ids.iter().filter_map(|id| Some((*id, self.caches.by_id.get(version, id)?)));
        let mut known: HashMap<Uuid, Arc<Service>> = known.collect();
        let missing: Vec<Uuid> = ids.iter().copied().filter(|id| !known.contains_key(id)).collect();
        if !missing.is_empty() {
            let recent = self.store.recent();
            let read = async {
                let read: Vec<_> = self.store.services_by_ids(&missing).await?.into_iter().map(Arc::new).collect();
                recent.keep(&read);
                read.iter().for_each(|s| self.caches.by_id.insert(version, s.id, s.clone()));
                Ok(read.into_iter().map(|s| (s.id, s)).collect())
            };
            let kept = recent.by_ids(&missing);
            // Only where all are kept the database need not be waited for.
            let complete = missing.iter().all(|id| kept.contains_key(id)).then(|| kept.clone());
            known.extend(match or_kept(&self.store, complete, read).await {
                Err(error) if error.is_unavailable() => kept,
                read => read?,
            });
        }
        Ok(known)
    }

    /// The figures that were loaded, read once and then kept until something changes.
    ///
    /// # Errors
    /// When the database does not answer and never has.
    pub async fn evidence(&self) -> Result<Arc<LoadedStatistics>, StoreError> {
        let read =
            async { Ok(Arc::new(LoadedStatistics::read(self.store.figures().await?, &self.area, self.clock.today()))) };
        self.once(&self.caches.evidence, &self.last.evidence, read).await
    }

    /// The past of the matrix, read once and then kept until something changes.
    ///
    /// # Errors
    /// When the database does not answer and never has.
    pub async fn snapshots(&self) -> Result<Arc<Vec<SnapshotRow>>, StoreError> {
        let read = async { Ok(Arc::new(self.store.snapshots().await?)) };
        self.once(&self.caches.snapshots, &self.last.snapshots, read).await
    }

    /// Searches that found little, by month. Counting takes no change number, so that no version of the site knows of it.
    ///
    /// # Errors
    /// When the database does not answer and never has.
    pub async fn published_demand(&self) -> Result<Arc<Vec<MonthOfDemand>>, StoreError> {
        let read = async { Ok(Arc::new(self.store.published_demand(self.clock.today()).await?)) };
        self.last.demand.or_last(&self.store, (), read).await
    }

    /// The last part of every listing's address.
    ///
    /// # Errors
    /// When the database does not answer and never has.
    pub async fn slugs(&self) -> Result<Arc<Vec<String>>, StoreError> {
        self.last.slugs.or_last(&self.store, (), async { Ok(Arc::new(self.store.slugs().await?)) }).await
    }

    /// The past of a listing. While the database is away, as it was last read: it may have one more by now.
    ///
    /// # Errors
    /// When the database does not answer and the past was never read.
    pub async fn revisions(&self, id: Uuid) -> Result<Arc<Vec<Revision>>, StoreError> {
        let read = async { Ok(Arc::new(self.store.revisions(id).await?)) };
        self.last.revisions.or_last(&self.store, id, read).await
    }

    /// Reads what pages need and is not in the index, so that they go on when the database is away later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_in_advance(&self) -> Result<(), StoreError> {
        self.slugs().await?;
        self.has_sample().await?;
        self.evidence().await?;
        self.snapshots().await?;
        self.published_demand().await?;
        let read = self.store.services_after(None, RecentListings::IN_ADVANCE).await?;
        let read: Vec<_> = read.into_iter().map(Arc::new).collect();
        self.store.recent().keep(&read);
        Ok(())
    }
}
