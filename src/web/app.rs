//! The state every page is given.

use super::caches::{Caches, LastAnswers};
use super::demand_counts::Counting;
use super::lag::Lag;
use super::settings::Settings;
use super::version::{SiteVersion, shown};
use crate::accounts::Throttle;
use crate::area::{Area, Contact};
use crate::domain::Clock;
use crate::mail::Mailer;
use crate::search::Engine;
use crate::store::Store;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

/// Everything a page may ask. One count to clone: each layer of the router does it for each request.
#[derive(Clone)]
pub struct App(Arc<AppParts>);

impl Deref for App {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0
    }
}

/// What an [`App`] is made of.
#[cfg_attr(test, derive(Clone))]
pub struct AppParts {
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
    pub(super) caches: Arc<Caches>,
    pub(super) last: Arc<LastAnswers>,
    pub(super) counting: Arc<Counting>,
    /// How often somebody may ask for a link.
    pub throttle: Arc<Throttle>,
    /// Wakes the mail queue.
    pub mailer: Mailer,
    /// Whether the index keeps up.
    pub lag: Arc<Lag>,
}

impl App {
    /// The app.
    pub fn new(area: Arc<Area>, store: Store, engine: Engine, clock: Clock, settings: Settings) -> Self {
        Self(Arc::new(AppParts {
            area,
            store,
            engine,
            clock,
            settings: Arc::new(settings),
            caches: Arc::default(),
            last: Arc::default(),
            counting: Arc::default(),
            throttle: Arc::default(),
            mailer: Mailer::default(),
            lag: Arc::default(),
        }))
    }

    /// The same app with something else in it.
    #[cfg(test)]
    pub fn with(mut self, change: impl FnOnce(&mut AppParts)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// The version that pages have now.
    pub fn version(&self) -> SiteVersion {
        SiteVersion {
            change: self.engine.applied(),
            ready: self.engine.is_ready(),
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

    /// The people who answer families: the fictional ones while the sample is loaded and the council has set none.
    pub fn contact(&self, sample: bool) -> Contact {
        let own = &self.area.contact;
        let unset = own.phone.is_empty() && own.email.is_empty() && own.address.is_empty();
        if unset && sample { self.area.sample.contact.clone() } else { own.clone() }
    }
}
