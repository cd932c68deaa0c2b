//! Listings: saved whole, read whole.

use super::Store;
use super::db::{AT_ONCE as MANY_AT_ONCE, StoreError, in_transaction, on, one_of};
use super::ids::{AT_ONCE, bind_ids, in_ids};
use super::summaries::{summarize_organization, summarize_service};
use crate::domain::slug::slug;
use crate::domain::{Checked, Service};
use sha2::{Digest, Sha256};
use sqlx::QueryBuilder;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use uuid::Uuid;

/// What became of one listing that was to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
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
    pub each: Vec<Saved>,
    /// The change number it took; none when nothing changed.
    pub number: Option<u64>,
}

/// What is stored of a listing.
struct Known {
    digest: String,
    source: String,
    slug: String,
}

/// What becomes of a listing with a digest, where another is stored.
fn saved(source: &str, digest: &str, known: Option<&Known>) -> Saved {
    match known {
        Some(known) if known.source != source => Saved::OtherSource(known.source.clone()),
        Some(known) if known.digest == digest => Saved::Unchanged,
        Some(_) => Saved::Changed,
        None => Saved::Added,
    }
}

impl Store {
    /// Saves a batch in one transaction under one change number. What is the same already is left, and a batch that
    /// changes nothing takes no number.
    ///
    /// # Errors
    /// When the database refuses: then nothing of the batch is stored.
    pub async fn save_services(&self, source: &str, batch: &[Service]) -> Result<SaveOutcome, StoreError> {
        let outcome = in_transaction!(&self.db, |tx| {
            // The number first: its row lock puts writers in a queue, so that slugs cannot collide either.
            let number: i64 = sqlx::query_scalar("UPDATE change_counter SET seq = seq + 1 WHERE one = 1 RETURNING seq")
                .fetch_one(&mut *tx)
                .await?;
            let mut outcome = SaveOutcome::default();
            // What is there is read for the whole batch at once, and kept as the batch changes it.
            let mut known: HashMap<String, Known> = HashMap::new();
            for some in batch.chunks(MANY_AT_ONCE) {
                let mut query = QueryBuilder::new("SELECT id, digest, source, slug FROM service WHERE id IN ");
                one_of(&mut query, some.iter().map(|s| s.id.to_string()));
                let rows: Vec<(String, String, String, String)> = query.build_query_as().fetch_all(&mut *tx).await?;
                known.extend(rows.into_iter().map(|(id, digest, source, slug)| (id, Known { digest, source, slug })));
            }
            let new = batch.iter().filter(|s| !known.contains_key(&s.id.to_string()));
            let candidates: Vec<String> = new.flat_map(slug_candidates).collect();
            let mut taken: HashSet<String> = HashSet::new();
            for some in candidates.chunks(MANY_AT_ONCE) {
                let mut query = QueryBuilder::new("SELECT slug FROM service WHERE slug IN ");
                one_of(&mut query, some.iter().cloned());
                let slugs: Vec<String> = query.build_query_scalar().fetch_all(&mut *tx).await?;
                taken.extend(slugs);
            }
            let mut organizations: HashMap<Uuid, String> = HashMap::new();
            let mut logged: Vec<String> = Vec::new();
            for service in batch {
                let id = service.id.to_string();
                let digest = digest(service);
                let saved = saved(source, &digest, known.get(&id));
                if matches!(saved, Saved::Added | Saved::Changed) {
                    let mut stored = service.clone();
                    if saved == Saved::Changed {
                        let before: String = sqlx::query_scalar("SELECT document FROM service WHERE id = $1")
                            .bind(&id)
                            .fetch_one(&mut *tx)
                            .await?;
                        // A document that cannot be read is mended by what its source says now.
                        let checked = serde_json::from_str::<Service>(&before).ok().and_then(|s| s.checked);
                        // Somebody may have said here that it is right, after the source was last sure.
                        stored.checked = Checked::newer(checked, stored.checked);
                    }
                    stored.slug = match known.get(&id) {
                        Some(known) => known.slug.clone(),
                        None => slug_candidates(service)
                            .into_iter()
                            .find(|candidate| !taken.contains(candidate))
                            .unwrap_or_else(|| id.clone()),
                    };
                    if saved == Saved::Changed {
                        super::revisions::from_source!(tx, &id, json(&stored));
                    }
                    // Most listings of a batch share theirs: it is written once, and again where it differs.
                    if let Some(organization) = &stored.organization
                        && organizations.insert(organization.id, json(organization)) != Some(json(organization))
                    {
                        let kept = sqlx::query(
                            "INSERT INTO organization (id, source, document) VALUES ($1, $2, $3) \
                             ON CONFLICT (id) DO UPDATE SET document = excluded.document WHERE organization.source = excluded.source",
                        )
                        .bind(organization.id.to_string())
                        .bind(source)
                        .bind(json(organization))
                        .execute(&mut *tx)
                        .await?;
                        // Another source's organisation stays as that says.
                        if kept.rows_affected() > 0 {
                            summarize_organization!(tx, organization, None);
                        }
                    }
                    sqlx::query(
                        "INSERT INTO service (id, slug, organization_id, source, digest, document, changed) \
                         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET \
                         organization_id = excluded.organization_id, digest = excluded.digest, \
                         document = excluded.document, changed = excluded.changed",
                    )
                    .bind(&id)
                    .bind(&stored.slug)
                    .bind(stored.organization.as_ref().map(|o| o.id.to_string()))
                    .bind(source)
                    .bind(&digest)
                    .bind(json(&stored))
                    .bind(number)
                    .execute(&mut *tx)
                    .await?;
                    summarize_service!(tx, &stored, number);
                    taken.insert(stored.slug.clone());
                    known.insert(id.clone(), Known { digest, source: source.to_owned(), slug: stored.slug });
                    logged.push(id);
                    outcome.number = Some(number.unsigned_abs());
                }
                outcome.each.push(saved);
            }
            for some in logged.chunks(AT_ONCE) {
                let mut query = QueryBuilder::new("INSERT INTO change_log (seq, service_id) ");
                query.push_values(some, |mut row, id| {
                    row.push_bind(number).push_bind(id.clone());
                });
                query.push(" ON CONFLICT DO NOTHING").build().execute(&mut *tx).await?;
            }
            if outcome.number.is_some() {
                tx.commit().await?;
            } else {
                tx.rollback().await?;
            }
            outcome
        });
        if outcome.number.is_some() {
            self.changed.notify_waiters();
        }
        Ok(outcome)
    }

    /// Notes when a listing was checked and by whom. What its source says of it stays known, so that reading the same
    /// again changes nothing. Answers whether there is such a listing.
    ///
    /// # Errors
    /// When the database refuses: then nothing is noted.
    pub async fn set_checked(&self, id: Uuid, checked: Checked) -> Result<bool, StoreError> {
        let found = in_transaction!(&self.db, |tx| {
            let number: i64 = sqlx::query_scalar("UPDATE change_counter SET seq = seq + 1 WHERE one = 1 RETURNING seq")
                .fetch_one(&mut *tx)
                .await?;
            let id = id.to_string();
            let document: Option<String> = sqlx::query_scalar("SELECT document FROM service WHERE id = $1")
                .bind(&id)
                .fetch_optional(&mut *tx)
                .await?;
            match document {
                Some(document) => {
                    let mut service: Service = read(document)?;
                    service.checked = Some(checked);
                    sqlx::query("UPDATE service SET document = $2, changed = $3 WHERE id = $1")
                        .bind(&id)
                        .bind(json(&service))
                        .bind(number)
                        .execute(&mut *tx)
                        .await?;
                    summarize_service!(tx, &service, number);
                    sqlx::query("INSERT INTO change_log (seq, service_id) VALUES ($1, $2)")
                        .bind(number)
                        .bind(&id)
                        .execute(&mut *tx)
                        .await?;
                    tx.commit().await?;
                    true
                }
                None => {
                    tx.rollback().await?;
                    false
                }
            }
        });
        if found {
            self.changed.notify_waiters();
        }
        Ok(found)
    }

    /// The listings of some organisations, each organisation's together.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn services_of(&self, organizations: &[Uuid]) -> Result<Vec<Service>, StoreError> {
        const SQL: &str = in_ids!("SELECT document FROM service WHERE organization_id", "ORDER BY organization_id, id");
        let mut services = Vec::new();
        for some in organizations.chunks(AT_ONCE) {
            let rows: Vec<String> =
                on!(&self.db, |pool| bind_ids!(sqlx::query_scalar(SQL), some).fetch_all(pool).await?);
            for document in rows {
                services.push(read(document)?);
            }
        }
        Ok(services)
    }

    /// The listings that are about to end, each with its change number.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn closing_services(&self) -> Result<Vec<(Service, u64)>, StoreError> {
        const SQL: &str = "SELECT document, changed FROM service WHERE id IN \
             (SELECT service_id FROM service_summary WHERE status = 'closing') ORDER BY id";
        let rows: Vec<(String, i64)> = on!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await?);
        rows.into_iter().map(|(document, changed)| Ok((read(document)?, changed.unsigned_abs()))).collect()
    }

    /// Which of these a save would add or change, without saving.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn would_save(&self, source: &str, batch: &[Service]) -> Result<SaveOutcome, StoreError> {
        let mut outcome = SaveOutcome::default();
        for some in batch.chunks(MANY_AT_ONCE) {
            let rows: Vec<(String, String, String, String)> = on!(&self.db, |pool| {
                let mut query = QueryBuilder::new("SELECT id, digest, source, slug FROM service WHERE id IN ");
                one_of(&mut query, some.iter().map(|s| s.id.to_string()));
                query.build_query_as().fetch_all(pool).await?
            });
            let rows = rows.into_iter().map(|(id, digest, source, slug)| (id, Known { digest, source, slug }));
            let known: HashMap<String, Known> = rows.collect();
            let each = some.iter().map(|s| saved(source, &digest(s), known.get(&s.id.to_string())));
            outcome.each.extend(each);
        }
        Ok(outcome)
    }

    /// Takes out everything a source put in, under one change number. Answers how many listings went.
    ///
    /// # Errors
    /// When the database refuses: then nothing went.
    pub async fn remove_source(&self, source: &str) -> Result<u64, StoreError> {
        let gone = in_transaction!(&self.db, |tx| {
            let number: i64 = sqlx::query_scalar("UPDATE change_counter SET seq = seq + 1 WHERE one = 1 RETURNING seq")
                .fetch_one(&mut *tx)
                .await?;
            sqlx::query(
                "INSERT INTO change_log (seq, service_id) SELECT CAST($1 AS BIGINT), id FROM service WHERE source = $2",
            )
            .bind(number)
            .bind(source)
            .execute(&mut *tx)
            .await?;
            for sql in [
                "DELETE FROM revision WHERE service_id IN (SELECT id FROM service WHERE source = $1)",
                "DELETE FROM draft WHERE service_id IN (SELECT id FROM service WHERE source = $1) \
                 OR organization_id IN (SELECT id FROM organization WHERE source = $1)",
            ] {
                sqlx::query(sql).bind(source).execute(&mut *tx).await?;
            }
            let gone = sqlx::query("DELETE FROM service WHERE source = $1").bind(source).execute(&mut *tx).await?;
            sqlx::query("DELETE FROM organization WHERE source = $1").bind(source).execute(&mut *tx).await?;
            let gone = gone.rows_affected();
            if gone > 0 {
                tx.commit().await?;
            } else {
                tx.rollback().await?;
            }
            gone
        });
        if gone > 0 {
            self.changed.notify_waiters();
        }
        Ok(gone)
    }

    /// A listing by the last part of its address.
    ///
    /// # Errors
    /// When the database does not answer or the document cannot be read.
    pub async fn service_by_slug(&self, slug: &str) -> Result<Option<Service>, StoreError> {
        const SQL: &str = "SELECT document FROM service WHERE slug = $1";
        let row: Option<String> = on!(&self.db, |pool| sqlx::query_scalar(SQL).bind(slug).fetch_optional(pool).await?);
        row.map(read).transpose()
    }

    /// Listings by id, in the order asked; those that are not there are left out.
    ///
    /// # Errors
    /// When the database does not answer or a document cannot be read.
    pub async fn services_by_ids(&self, ids: &[Uuid]) -> Result<Vec<Service>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            const SQL: &str = in_ids!("SELECT document FROM service WHERE id", "");
            let rows: Vec<String> =
                on!(&self.db, |pool| bind_ids!(sqlx::query_scalar(SQL), some).fetch_all(pool).await?);
            let mut services = rows.into_iter().map(read).collect::<Result<Vec<Service>, _>>()?;
            services.sort_by_key(|s| some.iter().position(|id| *id == s.id));
            found.append(&mut services);
        }
        Ok(found)
    }

    /// Listings after an id in the order of ids: for reading them all in pieces.
    ///
    /// # Errors
    /// When the database does not answer or a document cannot be read.
    pub async fn services_after(&self, after: Option<Uuid>, most: u32) -> Result<Vec<Service>, StoreError> {
        const SQL: &str = "SELECT document FROM service WHERE id > $1 ORDER BY id LIMIT $2";
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let rows: Vec<String> =
            on!(&self.db, |pool| sqlx::query_scalar(SQL).bind(after).bind(i64::from(most)).fetch_all(pool).await?);
        rows.into_iter().map(read).collect()
    }

    /// How many listings there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_services(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM service";
        let n: i64 = on!(&self.db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await?);
        Ok(n.unsigned_abs())
    }

    /// The last part of every listing's address, in order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn slugs(&self) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT slug FROM service ORDER BY slug";
        Ok(on!(&self.db, |pool| sqlx::query_scalar(SQL).fetch_all(pool).await?))
    }
}

pub(super) fn read<T: serde::de::DeserializeOwned>(document: String) -> Result<T, StoreError> {
    serde_json::from_str(&document)
        .map_err(|reason| StoreError::Document { id: document.chars().take(60).collect(), reason })
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("domain types have string keys and finite numbers")
}

/// What tells a changed listing from the same: everything but its slug, which the store gives.
pub(super) fn digest(service: &Service) -> String {
    let mut plain = service.clone();
    plain.slug = String::new();
    Sha256::digest(json(&plain)).iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("writing to a string");
        hex
    })
}

/// Name and town, then the same with ever more of the id.
pub(super) fn slug_candidates(service: &Service) -> Vec<String> {
    let named = match service.town() {
        Some(town) if !service.name.to_lowercase().contains(&town.to_lowercase()) => {
            slug(&format!("{} {town}", service.name))
        }
        _ => slug(&service.name),
    };
    let id = service.id.simple().to_string();
    let longer =
        |n: usize| format!("{}-{}", named.chars().take(60).collect::<String>().trim_end_matches('-'), &id[..n]);
    vec![named.clone(), longer(4), longer(8), longer(32)]
}
