//! What pages have read, for one version of the site and for when the database does not answer.

use super::cache::VersionedCache;
use super::last_known::LastKnown;
use super::statistics::LoadedStatistics;
use crate::domain::Service;
use crate::search::{SearchResults, Supplies};
use crate::store::{MonthOfDemand, Revision, SnapshotRow};
use std::sync::Arc;
use uuid::Uuid;

/// The most answers of each kind that are kept.
const MOST: usize = 2_000;
/// Of what there is of every kind fewer are kept: each is some tens of kilobytes.
const MOST_SUPPLIES: usize = 100;

/// What is good for one version of the site.
pub struct Caches {
    pub(super) sample: VersionedCache<(), bool>,
    pub(super) figures: VersionedCache<String, Arc<SearchResults>>,
    pub(super) supplies: VersionedCache<String, Arc<Supplies>>,
    pub(super) by_slug: VersionedCache<String, Arc<Service>>,
    pub(super) by_id: VersionedCache<Uuid, Arc<Service>>,
    pub(super) evidence: VersionedCache<(), Arc<LoadedStatistics>>,
    pub(super) snapshots: VersionedCache<(), Arc<Vec<SnapshotRow>>>,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            sample: VersionedCache::new(1),
            figures: VersionedCache::new(MOST),
            supplies: VersionedCache::new(MOST_SUPPLIES),
            by_slug: VersionedCache::new(MOST),
            by_id: VersionedCache::new(MOST),
            evidence: VersionedCache::new(1),
            snapshots: VersionedCache::new(1),
        }
    }
}

/// What the database last answered, whatever has changed since: for when it does not answer.
#[derive(Default)]
pub struct LastAnswers {
    pub(super) sample: LastKnown<(), bool>,
    pub(super) evidence: LastKnown<(), Arc<LoadedStatistics>>,
    pub(super) snapshots: LastKnown<(), Arc<Vec<SnapshotRow>>>,
    pub(super) demand: LastKnown<(), Arc<Vec<MonthOfDemand>>>,
    pub(super) slugs: LastKnown<(), Arc<Vec<String>>>,
    pub(super) revisions: LastKnown<Uuid, Arc<Vec<Revision>>>,
}
