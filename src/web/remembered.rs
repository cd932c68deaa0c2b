//! Answers that stay the same until a listing changes: figures that pages begin with, and listings as last read.
//!
//! Nothing a visitor typed is kept: only questions made of the pack's own values, and listings by their slug.

use super::evidence::Loaded;
use super::version::SiteVersion;
use crate::domain::Service;
use crate::search::{Found, Supplies};
use crate::store::{Revision, SnapshotRow};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// The most of each kind that are kept; more, and all are forgotten: a page then costs what it cost the first time.
const MOST: usize = 2_000;

/// The most pasts of listings that are kept for when the database is away.
const MOST_PASTS: usize = 200;

/// When an answer was true: what it was made from, and whether the index had caught up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// What answers are made from.
    pub version: SiteVersion,
    /// Whether the index has caught up since the start.
    pub ready: bool,
}

/// What is remembered, all of one moment; and the pasts of listings, as last read at any moment.
#[derive(Default)]
pub struct Remembered(Mutex<Kept>, Mutex<HashMap<Uuid, Arc<Vec<Revision>>>>);

#[derive(Default)]
struct Kept {
    moment: Option<Moment>,
    figures: HashMap<String, Arc<Found>>,
    listings: HashMap<String, Arc<Service>>,
    evidence: Option<Arc<Loaded>>,
    snapshots: Option<Arc<Vec<SnapshotRow>>>,
    supplies: HashMap<String, Arc<Supplies>>,
    by_id: HashMap<Uuid, Arc<Service>>,
}

impl Remembered {
    /// The figures kept under a name, if they are of this moment.
    pub fn figures(&self, moment: Moment, name: &str) -> Option<Arc<Found>> {
        self.of(moment).figures.get(name).cloned()
    }

    /// Keeps figures.
    pub fn keep_figures(&self, moment: Moment, name: String, found: Arc<Found>) {
        let mut kept = self.of(moment);
        if kept.figures.len() >= MOST {
            kept.figures.clear();
        }
        kept.figures.insert(name, found);
    }

    /// The listing with a slug, if it was read at this moment.
    pub fn listing(&self, moment: Moment, slug: &str) -> Option<Arc<Service>> {
        self.of(moment).listings.get(slug).cloned()
    }

    /// Keeps a listing.
    pub fn keep_listing(&self, moment: Moment, service: Arc<Service>) {
        let mut kept = self.of(moment);
        if kept.listings.len() >= MOST {
            kept.listings.clear();
        }
        kept.listings.insert(service.slug.clone(), service);
    }

    /// What there is of every kind, kept under a name, if it was counted at this moment.
    pub fn supplies(&self, moment: Moment, name: &str) -> Option<Arc<Supplies>> {
        self.of(moment).supplies.get(name).cloned()
    }

    /// Keeps what there is.
    pub fn keep_supplies(&self, moment: Moment, name: String, supplies: Arc<Supplies>) {
        let mut kept = self.of(moment);
        // Each is some tens of kilobytes: fewer are kept than of figures.
        if kept.supplies.len() >= MOST / 20 {
            kept.supplies.clear();
        }
        kept.supplies.insert(name, supplies);
    }

    /// Those of some listings that were read at this moment.
    pub fn by_ids(&self, moment: Moment, ids: &[Uuid]) -> HashMap<Uuid, Arc<Service>> {
        let kept = self.of(moment);
        ids.iter().filter_map(|id| kept.by_id.get(id).map(|s| (*id, s.clone()))).collect()
    }

    /// Keeps listings by id.
    pub fn keep_by_ids(&self, moment: Moment, services: &[Arc<Service>]) {
        let mut kept = self.of(moment);
        if kept.by_id.len() + services.len() >= MOST {
            kept.by_id.clear();
        }
        kept.by_id.extend(services.iter().map(|s| (s.id, s.clone())));
    }

    /// The figures that were loaded, if they were read at this moment.
    pub fn evidence(&self, moment: Moment) -> Option<Arc<Loaded>> {
        self.of(moment).evidence.clone()
    }

    /// Keeps the figures that were loaded.
    pub fn keep_evidence(&self, moment: Moment, loaded: Arc<Loaded>) {
        self.of(moment).evidence = Some(loaded);
    }

    /// The past of the matrix, if it was read at this moment.
    pub fn snapshots(&self, moment: Moment) -> Option<Arc<Vec<SnapshotRow>>> {
        self.of(moment).snapshots.clone()
    }

    /// Keeps the past of the matrix.
    pub fn keep_snapshots(&self, moment: Moment, rows: Arc<Vec<SnapshotRow>>) {
        self.of(moment).snapshots = Some(rows);
    }

    /// The past of a listing as it was last read. It may have one more by now.
    pub fn last_revisions(&self, id: Uuid) -> Option<Arc<Vec<Revision>>> {
        self.1.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Keeps the past of a listing.
    pub fn keep_revisions(&self, id: Uuid, revisions: Arc<Vec<Revision>>) {
        let mut pasts = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        if pasts.len() >= MOST_PASTS {
            pasts.clear();
        }
        pasts.insert(id, revisions);
    }

    /// What is kept of a moment: nothing when the last one has passed.
    fn of(&self, moment: Moment) -> MutexGuard<'_, Kept> {
        // A panic while it was held leaves whole entries only: what is there is good.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.moment != Some(moment) {
            *kept = Kept { moment: Some(moment), ..Kept::default() };
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_forgets_everything() {
        let remembered = Remembered::default();
        let day = jiff::civil::date(2026, 3, 2);
        let version = SiteVersion { change: 1, day, pack: 0, words: 0, settings: 0, build: 0 };
        let moment = Moment { version, ready: true };
        remembered.keep_figures(moment, "all".into(), Arc::new(Found { total: 7, ..Found::default() }));
        assert_eq!(remembered.figures(moment, "all").map(|f| f.total), Some(7));
        let words = SiteVersion { words: 1, ..version };
        assert!(remembered.figures(Moment { version: words, ..moment }, "all").is_none(), "words read again count");
        remembered.keep_figures(moment, "all".into(), Arc::new(Found::default()));
        let change = SiteVersion { change: 2, ..version };
        assert!(remembered.figures(Moment { version: change, ..moment }, "all").is_none());
        assert!(remembered.figures(moment, "all").is_none(), "the earlier moment does not come back");
    }
}
