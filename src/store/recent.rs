//! Listings as they were last read, kept for when the database is away: a bounded number, whatever changes.

use crate::domain::Service;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// At most twice as many are kept: those of two halves, of which the older is thrown away when the newer is full. Ten
/// megabytes or so.
const HALF: usize = 2_000;

/// Listings as they were last read.
#[derive(Default)]
pub struct RecentListings(Mutex<Halves>);

#[derive(Default)]
struct Halves {
    newer: HashMap<Uuid, Arc<Service>>,
    older: HashMap<Uuid, Arc<Service>>,
    /// Ids by the last part of the address, of both halves.
    ids: HashMap<String, Uuid>,
}

impl RecentListings {
    /// How many listings are worth reading in advance.
    pub const IN_ADVANCE: u32 = HALF as u32;

    /// Keeps listings that were just read.
    pub fn keep<'a>(&self, services: impl IntoIterator<Item = &'a Arc<Service>>) {
        let mut halves = self.halves();
        services.into_iter().for_each(|service| halves.put(service.clone()));
    }

    /// What was read of some listings anew: those that are kept are replaced, and go when they are gone. Others are left.
    pub fn refresh(&self, asked: &[Uuid], found: &[Service]) {
        let mut halves = self.halves();
        for id in asked.iter().filter(|id| halves.has(id)).copied().collect::<Vec<_>>() {
            halves.remove(&id);
            if let Some(service) = found.iter().find(|s| s.id == id) {
                halves.put(Arc::new(service.clone()));
            }
        }
    }

    /// Those of some listings that are kept.
    pub fn by_ids(&self, ids: &[Uuid]) -> HashMap<Uuid, Arc<Service>> {
        let halves = self.halves();
        ids.iter().filter_map(|id| halves.get(id).map(|s| (*id, s.clone()))).collect()
    }

    /// The listing with a slug, if it is kept.
    pub fn by_slug(&self, slug: &str) -> Option<Arc<Service>> {
        let halves = self.halves();
        halves.ids.get(slug).and_then(|id| halves.get(id)).cloned()
    }

    /// Forgets the listing with a slug: there is none any more.
    pub fn forget_slug(&self, slug: &str) {
        let mut halves = self.halves();
        if let Some(id) = halves.ids.get(slug).copied() {
            halves.remove(&id);
        }
    }

    fn halves(&self) -> MutexGuard<'_, Halves> {
        // A panic while it was held leaves whole entries only.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Halves {
    fn get(&self, id: &Uuid) -> Option<&Arc<Service>> {
        self.newer.get(id).or_else(|| self.older.get(id))
    }

    fn has(&self, id: &Uuid) -> bool {
        self.get(id).is_some()
    }

    fn put(&mut self, service: Arc<Service>) {
        self.remove(&service.id);
        if self.newer.len() >= HALF {
            self.older = std::mem::take(&mut self.newer);
            self.ids = self.older.values().map(|s| (s.slug.clone(), s.id)).collect();
        }
        self.ids.insert(service.slug.clone(), service.id);
        self.newer.insert(service.id, service);
    }

    fn remove(&mut self, id: &Uuid) {
        if let Some(service) = self.newer.remove(id).or_else(|| self.older.remove(id)) {
            self.ids.remove(&service.slug);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::service;

    fn listing(name: &str) -> Arc<Service> {
        Arc::new(Service { slug: name.to_owned(), ..service(name) })
    }

    #[test]
    fn what_is_gone_or_changed_is_not_kept_as_it_was() {
        let recent = RecentListings::default();
        let (one, two) = (listing("one"), listing("two"));
        recent.keep([&one, &two]);
        let changed = Service { summary: "Another.".into(), ..(*one).clone() };
        recent.refresh(&[one.id, two.id], std::slice::from_ref(&changed));
        assert_eq!(recent.by_slug("one").as_deref(), Some(&changed));
        assert_eq!(recent.by_slug("two"), None, "it is gone");
        assert_eq!(recent.by_ids(&[one.id, two.id]).len(), 1);
        recent.refresh(&[two.id], &[(*two).clone()]);
        assert_eq!(recent.by_slug("two"), None, "nobody has read it since");
    }

    #[test]
    fn however_many_are_read_a_bounded_number_is_kept() {
        let recent = RecentListings::default();
        for n in 0..3 * HALF {
            recent.keep([&listing(&format!("n{n}"))]);
        }
        let halves = recent.halves();
        assert!(halves.newer.len() + halves.older.len() <= 2 * HALF);
        assert_eq!(halves.ids.len(), halves.newer.len() + halves.older.len());
        assert!(halves.ids.contains_key(&format!("n{}", 3 * HALF - 1)));
    }
}
