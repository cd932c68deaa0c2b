//! The state every page is given.

use crate::area::{Area, Contact};
use crate::domain::Clock;
use crate::search::Engine;
use crate::store::{Store, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the server was told at its start.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The address people reach it by, without a slash at its end; the only source of full addresses.
    pub base_url: Option<String>,
    /// The change number the database had at the start: `ready` waits for the index to reach it.
    pub change_at_start: u64,
}

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
}

/// Whether the sample is loaded, asked once for each change number. Two numbers in one: the change number and the answer.
#[derive(Default)]
struct Sample(AtomicU64);

impl App {
    /// The app.
    pub fn new(area: Arc<Area>, store: Store, engine: Engine, clock: Clock, settings: Settings) -> Self {
        Self { area, store, engine, clock, settings: Arc::new(settings), sample: Arc::default() }
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
        let has = self.store.has_sample().await?;
        self.sample.0.store((number + 1) << 1 | u64::from(has), Ordering::Relaxed);
        Ok(has)
    }

    /// The people who answer families: the fictional ones while the sample is loaded and the council has set none.
    pub fn contact(&self, sample: bool) -> Contact {
        let own = &self.area.contact;
        let unset = own.phone.is_empty() && own.email.is_empty() && own.address.is_empty();
        if unset && sample { self.area.sample.contact.clone() } else { own.clone() }
    }
}
