//! The state every page is given.

use super::demand_counts::Counting;
use super::evidence::Loaded;
use super::lag::Lag;
use super::last_known::{LastKnown, or_kept};
use super::remembered::{Moment, Remembered};
use super::settings::Settings;
use super::version::{SiteVersion, shown};
use crate::accounts::Throttle;
use crate::area::{Area, Contact};
use crate::domain::{Clock, Find, Service};
use crate::mail::Mailer;
use crate::search::{Engine, Found, SearchError, Supplies};
use crate::store::{MonthOfDemand, RecentListings, Revision, SnapshotRow, Store, StoreError};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// Everything a page may ask. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The area's words, places and people.
    pub area: Arc<Area>,
    /// The database.
    pub store: Store,
    /// The index.
    pub engine: Engine,
    /// Today.
    pub clock: Clock,
    /// What the server was told.
    pub settings: Arc<Settings>,
    sample: Arc<Sample>,
    remembered: Arc<Remembered>,
    last: Arc<Last>,
    pub(super) counting: Arc<Counting>,
    /// How often somebody may ask for a link.
    pub throttle: Arc<Throttle>,
    /// Wakes the mail queue.
    pub mailer: Mailer,
    /// Whether the index keeps up.
    pub lag: Arc<Lag>,
}

/// Whether the sample is loaded, asked once for each change number. Two numbers in one: the change number and the answer.
#[derive(Default)]
struct Sample(AtomicU64);

/// What the database last answered, whatever has changed since: for when it does not answer.
#[derive(Default)]
struct Last {
    sample: LastKnown<bool>,
    evidence: LastKnown<Arc<Loaded>>,
    snapshots: LastKnown<Arc<Vec<SnapshotRow>>>,
    demand: LastKnown<Arc<Vec<MonthOfDemand>>>,
    slugs: LastKnown<Arc<Vec<String>>>,
}

impl App {
    /// The app.
    pub fn new(area: Arc<Area>, store: Store, engine: Engine, clock: Clock, settings: Settings) -> Self {
        Self {
            area,
            store,
            engine,
            clock,
            settings: Arc::new(settings),
            sample: Arc::default(),
            remembered: Arc::default(),
            last: Arc::default(),
            counting: Arc::default(),
            throttle: Arc::default(),
            mailer: Mailer::default(),
            lag: Arc::default(),
        }
    }

    /// The version that pages have now.
    pub fn version(&self) -> SiteVersion {
        SiteVersion {
            change: self.engine.applied(),
            day: self.clock.today(),
            pack: self.area.content_hash,
            words: self.area.words().content_hash,
            settings: shown(&self.settings),
            build: self.settings.build,
        }
    }

    /// What the site is called in mail.
    pub fn site_name(&self) -> String {
        format!("{} Local Offer", self.area.name)
    }

    /// The address that mail leads to.
    pub fn base_url(&self) -> String {
        let listening = || self.settings.listening.get().cloned().unwrap_or_else(|| "http://127.0.0.1:3000".to_owned());
        self.settings.base_url.clone().unwrap_or_else(listening)
    }

    /// Whether any of the sample offer is loaded: then every page says so.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_sample(&self) -> Result<bool, StoreError> {
        let number = self.engine.applied();
        let known = self.sample.0.load(Ordering::Relaxed);
        // 0 is "never asked"; otherwise twice the change number plus two, plus one when it is loaded.
        if known >> 1 == number + 1 {
            return Ok(known & 1 == 1);
        }
        self.last
            .sample
            .or_last(&self.store, async {
                let has = self.store.has_sample().await?;
                self.sample.0.store((number + 1) << 1 | u64::from(has), Ordering::Relaxed);
                Ok(has)
            })
            .await
    }

    /// The answer to a question that no visitor typed: worked out once, and then remembered until a listing changes.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn figures(&self, find: &Find) -> Result<Arc<Found>, SearchError> {
        let (moment, name) = (self.moment(), format!("{:?}", find.pairs()));
        if let Some(found) = self.remembered.figures(moment, &name) {
            return Ok(found);
        }
        let found = Arc::new(self.engine.find(find).await?);
        self.remembered.keep_figures(moment, name, found.clone());
        Ok(found)
    }

    /// A listing by its slug, read once and then remembered until a listing changes. While the database is away it is as
    /// it was last read.
    ///
    /// # Errors
    /// When the database does not answer and the listing was never read.
    pub async fn listing(&self, slug: &str) -> Result<Option<Arc<Service>>, StoreError> {
        // The moment is taken before the reading: what is kept may be newer than it says, and never older.
        let moment = self.moment();
        if let Some(service) = self.remembered.listing(moment, slug) {
            return Ok(Some(service));
        }
        let recent = self.store.recent();
        let read = async {
            let Some(service) = self.store.service_by_slug(slug).await?.map(Arc::new) else {
                recent.forget_slug(slug);
                return Ok(None);
            };
            recent.keep([&service]);
            self.remembered.keep_listing(moment, service.clone());
            Ok(Some(service))
        };
        or_kept(&self.store, recent.by_slug(slug).map(Some), read).await
    }

    /// What there is of every kind for every district: counted once, and then remembered until a listing changes.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub async fn supplies(&self, find: &Find) -> Result<Arc<Supplies>, SearchError> {
        let (moment, name) = (self.moment(), format!("{:?}", find.pairs()));
        if let Some(supplies) = self.remembered.supplies(moment, &name) {
            return Ok(supplies);
        }
        let supplies = Arc::new(self.engine.supplies(find).await?);
        self.remembered.keep_supplies(moment, name, supplies.clone());
        Ok(supplies)
    }

    /// Listings by id, each read once and then remembered until a listing changes. While the database is away those that
    /// were read before are there, as they were then, and the others are left out.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub async fn listings(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Arc<Service>>, StoreError> {
        let moment = self.moment();
        let mut known = self.remembered.by_ids(moment, ids);
        let missing: Vec<Uuid> = ids.iter().copied().filter(|id| !known.contains_key(id)).collect();
        if !missing.is_empty() {
            let recent = self.store.recent();
            let read = async {
                let read: Vec<_> = self.store.services_by_ids(&missing).await?.into_iter().map(Arc::new).collect();
                recent.keep(&read);
                self.remembered.keep_by_ids(moment, &read);
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

    /// The figures that were loaded, read once and then remembered until something changes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn evidence(&self) -> Result<Arc<Loaded>, StoreError> {
        let moment = self.moment();
        if let Some(loaded) = self.remembered.evidence(moment) {
            return Ok(loaded);
        }
        let read = async {
            let loaded = Arc::new(Loaded::read(self.store.figures().await?, &self.area, moment.version.day));
            self.remembered.keep_evidence(moment, loaded.clone());
            Ok(loaded)
        };
        self.last.evidence.or_last(&self.store, read).await
    }

    /// The past of the matrix, read once and then remembered until something changes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn snapshots(&self) -> Result<Arc<Vec<SnapshotRow>>, StoreError> {
        let moment = self.moment();
        if let Some(rows) = self.remembered.snapshots(moment) {
            return Ok(rows);
        }
        let read = async {
            let rows = Arc::new(self.store.snapshots().await?);
            self.remembered.keep_snapshots(moment, rows.clone());
            Ok(rows)
        };
        self.last.snapshots.or_last(&self.store, read).await
    }

    /// Searches that found little, by month.
    ///
    /// # Errors
    /// When the database does not answer and never has.
    pub async fn published_demand(&self) -> Result<Arc<Vec<MonthOfDemand>>, StoreError> {
        let read = async { Ok(Arc::new(self.store.published_demand(self.clock.today()).await?)) };
        self.last.demand.or_last(&self.store, read).await
    }

    /// The last part of every listing's address.
    ///
    /// # Errors
    /// When the database does not answer and never has.
    pub async fn slugs(&self) -> Result<Arc<Vec<String>>, StoreError> {
        self.last.slugs.or_last(&self.store, async { Ok(Arc::new(self.store.slugs().await?)) }).await
    }

    /// The past of a listing. While the database is away, as it was last read.
    ///
    /// # Errors
    /// When the database does not answer and the past was never read.
    pub async fn revisions(&self, id: Uuid) -> Result<Arc<Vec<Revision>>, StoreError> {
        let read = async {
            let read = Arc::new(self.store.revisions(id).await?);
            self.remembered.keep_revisions(id, read.clone());
            Ok(read)
        };
        or_kept(&self.store, self.remembered.last_revisions(id), read).await
    }

    /// Reads what pages need and is not in the index, so that they go on when the database is away later.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read_in_advance(&self) -> Result<(), StoreError> {
        self.has_sample().await?;
        self.evidence().await?;
        self.snapshots().await?;
        self.published_demand().await?;
        self.slugs().await?;
        let read = self.store.services_after(None, RecentListings::IN_ADVANCE).await?;
        let read: Vec<_> = read.into_iter().map(Arc::new).collect();
        self.store.recent().keep(&read);
        Ok(())
    }

    /// Waits until search has a change, a second at most: whoever published it then sees it on the next page. Others see it
    /// as soon.
    pub async fn until_seen(&self, number: u64) {
        for _ in 0..100 {
            if self.engine.applied() >= number {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    fn moment(&self) -> Moment {
        Moment { version: self.version(), ready: self.engine.is_ready() }
    }

    /// The people who answer families: the fictional ones while the sample is loaded and the council has set none.
    pub fn contact(&self, sample: bool) -> Contact {
        let own = &self.area.contact;
        let unset = own.phone.is_empty() && own.email.is_empty() && own.address.is_empty();
        if unset && sample { self.area.sample.contact.clone() } else { own.clone() }
    }
}
