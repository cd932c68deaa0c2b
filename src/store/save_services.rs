//! Saving listings: a batch of a source, a date somebody checked one, and everything of a source out again. Whatever
//! changes takes a change number.

use super::Store;
use super::error::StoreError;
use super::query::{AT_ONCE, Query, query, query_list};
use super::services::{digest, json, read, slug_candidates};
use super::transaction::{Origin, Transaction, free_slug};
use crate::domain::{Checked, Service};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What became of one listing that was to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SavedCounts {
    /// It was not there.
    Added,
    /// It was there and is another now.
    Changed,
    /// It was there, the same.
    Unchanged,
    /// Another source has it: left as it was. Holds that source's name.
    OtherSource(String),
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveOutcome {
    /// In the order of the batch.
    pub each: Vec<SavedCounts>,
    /// The change number it took; none when nothing changed.
    pub number: Option<u64>,
}

/// What is stored of a listing.
struct Known {
    origin: Origin,
    slug: String,
}

/// What becomes of a listing with a digest, where another is stored.
fn saved(source: &str, digest: &str, known: Option<&Known>) -> SavedCounts {
    match known.map(|known| &known.origin) {
        Some(origin) if origin.source != source => SavedCounts::OtherSource(origin.source.clone()),
        Some(origin) if origin.digest == digest => SavedCounts::Unchanged,
        Some(_) => SavedCounts::Changed,
        None => SavedCounts::Added,
    }
}

type KnownRow = (String, String, String, String);

/// Reads what is stored of some listings.
fn select_known<'q>(some: &[Service]) -> Query<'q> {
    const SQL: &str = "SELECT id, digest, source, slug FROM service WHERE id IN";
    query_list(&[SQL], some.iter().map(|s| s.id.to_string()), "")
}

fn known((id, digest, source, slug): KnownRow) -> (String, Known) {
    (id, Known { origin: Origin { source, digest }, slug })
}

/// A batch that is being saved: what is there is read for all of it at once, and kept as the batch changes it.
struct Batch<'b> {
    source: &'b str,
    change: i64,
    known: HashMap<String, Known>,
    taken: HashSet<String>,
    /// Organisations that were written, as they were written.
    organizations: HashMap<Uuid, String>,
}

impl<'b> Batch<'b> {
    async fn begin(tx: &mut Transaction, source: &'b str, services: &[Service]) -> Result<Self, StoreError> {
        // The number first: writers queue for it, so that slugs cannot collide either.
        let change = tx.next_change().await?;
        let mut stored = HashMap::new();
        for some in services.chunks(AT_ONCE) {
            stored.extend(select_known(some).fetch_all(tx).await?.into_iter().map(known));
        }
        let new = services.iter().filter(|s| !stored.contains_key(&s.id.to_string()));
        let candidates: Vec<String> = new.flat_map(slug_candidates).collect();
        let taken = tx.taken_slugs(&candidates).await?;
        Ok(Self { source, change, known: stored, taken, organizations: HashMap::new() })
    }

    async fn save(&mut self, tx: &mut Transaction, service: &Service) -> Result<SavedCounts, StoreError> {
        let id = service.id.to_string();
        let origin = Origin { source: self.source.to_owned(), digest: digest(service) };
        let saved = saved(self.source, &origin.digest, self.known.get(&id));
        let mut stored = service.clone();
        match saved {
            SavedCounts::Unchanged | SavedCounts::OtherSource(_) => return Ok(saved),
            SavedCounts::Added => {}
            SavedCounts::Changed => {
                let before: String =
                    query("SELECT document FROM service WHERE id = $1").bind(&id).fetch_scalar(tx).await?;
                // A document that cannot be read is mended by what its source says now.
                let checked = serde_json::from_str::<Service>(&before).ok().and_then(|s| s.checked);
                // Somebody may have said here that it is right, after the source was last sure.
                stored.checked = Checked::newer(checked, stored.checked);
            }
        }
        stored.slug = match self.known.get(&id) {
            Some(known) => known.slug.clone(),
            None => free_slug(service, &self.taken),
        };
        if saved == SavedCounts::Changed {
            tx.keep_replaced(&id).await?;
            tx.record_source_revision(&stored).await?;
        }
        // Most listings of a batch share theirs: it is written once, and again where it differs.
        if let Some(organization) = &stored.organization
            && self.organizations.insert(organization.id, json(organization)) != Some(json(organization))
        {
            tx.put_organization(organization, self.source, None).await?;
        }
        tx.put_service(&stored, &origin, self.change).await?;
        self.taken.insert(stored.slug.clone());
        self.known.insert(id, Known { origin, slug: stored.slug });
        Ok(saved)
    }
}

impl Store {
    /// Saves a batch in one transaction under one change number. What is the same already is left, and a batch that
    /// changes nothing takes no number.
    ///
    /// # Errors
    /// When the database refuses: then nothing of the batch is stored.
    pub async fn save_services(&self, source: &str, services: &[Service]) -> Result<SaveOutcome, StoreError> {
        let outcome = self
            .db
            .write(async {
                let mut tx = self.db.begin().await?;
                let mut batch = Batch::begin(&mut tx, source, services).await?;
                let mut outcome = SaveOutcome::default();
                let mut logged: Vec<String> = Vec::new();
                for service in services {
                    let saved = batch.save(&mut tx, service).await?;
                    if matches!(saved, SavedCounts::Added | SavedCounts::Changed) {
                        logged.push(service.id.to_string());
                    }
                    outcome.each.push(saved);
                }
                tx.log_changes(&logged).await?;
                tx.commit_if(!logged.is_empty()).await?;
                outcome.number = (!logged.is_empty()).then_some(batch.change.unsigned_abs());
                Ok(outcome)
            })
            .await?;
        if outcome.number.is_some() {
            self.changed.notify_waiters();
        }
        Ok(outcome)
    }

    /// Which of these a save would add or change, without saving.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn would_save(&self, source: &str, batch: &[Service]) -> Result<SaveOutcome, StoreError> {
        let mut outcome = SaveOutcome::default();
        for some in batch.chunks(AT_ONCE) {
            let rows: Vec<KnownRow> = self.db.fetch_all(select_known(some)).await?;
            let known: HashMap<String, Known> = rows.into_iter().map(known).collect();
            let each = some.iter().map(|s| saved(source, &digest(s), known.get(&s.id.to_string())));
            outcome.each.extend(each);
        }
        Ok(outcome)
    }

    /// Notes when a listing was checked and by whom. What its source says of it stays known, so that reading the same
    /// again changes nothing. Answers whether there is such a listing.
    ///
    /// # Errors
    /// When the database refuses: then nothing is noted.
    pub async fn set_checked(&self, id: Uuid, checked: Checked) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT document, source, digest FROM service WHERE id = $1";
        let found = self
            .db
            .write(async {
                let mut tx = self.db.begin().await?;
                let change = tx.next_change().await?;
                let id = id.to_string();
                let stored: Option<(String, String, String)> = query(SQL).bind(&id).fetch_optional(&mut tx).await?;
                let found = stored.is_some();
                if let Some((document, source, digest)) = stored {
                    let mut service: Service = read(document)?;
                    service.checked = Some(checked);
                    tx.put_service(&service, &Origin { source, digest }, change).await?;
                    tx.log_changes(&[id]).await?;
                }
                tx.commit_if(found).await?;
                Ok(found)
            })
            .await?;
        if found {
            self.changed.notify_waiters();
        }
        Ok(found)
    }

    /// Takes out everything a source put in, under one change number. Answers how many listings went.
    ///
    /// # Errors
    /// When the database refuses: then nothing went.
    pub async fn remove_source(&self, source: &str) -> Result<u64, StoreError> {
        let gone = self
            .db
            .write(async {
                let mut tx = self.db.begin().await?;
                tx.next_change().await?;
                let ids = query("SELECT id FROM service WHERE source = $1").bind(source).fetch_scalars(&mut tx).await?;
                tx.log_changes(&ids).await?;
                for sql in [
                    "DELETE FROM revision WHERE service_id IN (SELECT id FROM service WHERE source = $1)",
                    "DELETE FROM draft WHERE service_id IN (SELECT id FROM service WHERE source = $1) \
                     OR organization_id IN (SELECT id FROM organization WHERE source = $1)",
                ] {
                    query(sql).bind(source).execute(&mut tx).await?;
                }
                let gone = query("DELETE FROM service WHERE source = $1").bind(source).execute(&mut tx).await?;
                query("DELETE FROM organization WHERE source = $1").bind(source).execute(&mut tx).await?;
                tx.commit_if(gone > 0).await?;
                Ok(gone)
            })
            .await?;
        if gone > 0 {
            self.changed.notify_waiters();
        }
        Ok(gone)
    }
}
