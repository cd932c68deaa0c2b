//! What lists show of listings and organisations, and how their names are compared, beside the documents: a page of a list
//! reads no document. Every write of a document writes its line in the same transaction.

use super::Store;
use super::db::Db;
use super::error::StoreError;
use super::query::{Query, query, query_of};
use super::services::read;
use super::transaction::Transaction;
use crate::domain::name::{fold_words, lookalike_key};
use crate::domain::{Organization, Service, Status};
use jiff::civil::Date;
use std::sync::Arc;
use uuid::Uuid;

/// A listing in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListingSummary {
    /// Its id.
    pub id: Uuid,
    /// The last part of its address.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// Who runs it; empty when not told.
    pub organization: String,
    /// Whether it can be used now.
    pub status: Status,
    /// The day somebody last said that it is right.
    pub checked: Option<Date>,
    /// The day it was last changed.
    pub modified: Option<Date>,
}

/// Which listings a list shows.
#[derive(Clone, Debug, Default)]
pub struct ListingFilter {
    /// Words in the name or in the name of who runs it, as typed.
    pub words: String,
    /// Only those of this state.
    pub status: Option<Status>,
    /// Those checked longest ago first, never checked ones before all; else by name.
    pub oldest_check_first: bool,
}

/// The words of a line: a name, then who runs it.
fn words(name: &str, organization: &str) -> String {
    format!("{} {}", fold_words(name), fold_words(organization)).trim().to_owned()
}

/// The word for a state in the database.
fn status_word(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Paused => "paused",
        Status::Closing => "closing",
        Status::Expected => "expected",
        Status::Withdrawn => "withdrawn",
    }
}

fn status(word: &str) -> Status {
    [Status::Paused, Status::Closing, Status::Expected, Status::Withdrawn]
        .into_iter()
        .find(|s| status_word(*s) == word)
        .unwrap_or_default()
}

/// A day as it is kept: empty when it is not known.
fn day(date: Option<Date>) -> String {
    date.map(|d| d.to_string()).unwrap_or_default()
}

impl Transaction {
    /// Writes the line of a listing that was saved under a change number.
    pub(super) async fn summarize_service(&mut self, service: &Service, changed: i64) -> Result<(), StoreError> {
        let organization = service.organization.as_ref();
        let organization_name = organization.map(|o| o.name.as_str()).unwrap_or_default();
        query(
            "INSERT INTO service_summary (service_id, changed, name, words, name_key, organization_id, \
             organization_name, status, checked_on, modified_on, slug) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (service_id) DO UPDATE SET changed = excluded.changed, name = excluded.name, \
             words = excluded.words, name_key = excluded.name_key, organization_id = excluded.organization_id, \
             organization_name = excluded.organization_name, status = excluded.status, \
             checked_on = excluded.checked_on, modified_on = excluded.modified_on, slug = excluded.slug",
        )
        .bind(service.id.to_string())
        .bind(changed)
        .bind(&service.name)
        .bind(words(&service.name, organization_name))
        .bind(lookalike_key(&service.name))
        .bind(organization.map(|o| o.id.to_string()))
        .bind(organization_name)
        .bind(status_word(service.status))
        .bind(day(service.checked.map(|c| c.on)))
        .bind(day(service.modified))
        .bind(&service.slug)
        .execute(self)
        .await
        .map(drop)
    }

    /// Writes the line of an organisation. `proposed` is when somebody proposed it here; what is known of that stays.
    pub(super) async fn summarize_organization(
        &mut self,
        organization: &Organization,
        proposed: Option<i64>,
    ) -> Result<(), StoreError> {
        query(
            "INSERT INTO organization_summary (organization_id, name, words, name_key, proposed) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (organization_id) DO UPDATE SET name = excluded.name, \
             words = excluded.words, name_key = excluded.name_key",
        )
        .bind(organization.id.to_string())
        .bind(&organization.name)
        .bind(words(&organization.name, ""))
        .bind(lookalike_key(&organization.name))
        .bind(proposed)
        .execute(self)
        .await
        .map(drop)
    }
}

/// How many documents are read at once when lines are made.
const READ_AT_ONCE: i64 = 500;

/// Makes the lines of documents that were written before there were any, or by an older program beside this one.
///
/// # Errors
/// When the database refuses. A document that cannot be read is passed over, and said in the log.
pub async fn fill(db: &Arc<Db>) -> Result<(), StoreError> {
    const SERVICES: &str = "SELECT id, document, changed FROM service WHERE id > $1 AND NOT EXISTS \
         (SELECT 1 FROM service_summary WHERE service_id = service.id AND service_summary.changed = service.changed) \
         ORDER BY id LIMIT $2";
    const ORGANIZATIONS: &str = "SELECT id, document, CAST(0 AS BIGINT) FROM organization WHERE id > $1 AND NOT EXISTS \
         (SELECT 1 FROM organization_summary WHERE organization_id = organization.id) ORDER BY id LIMIT $2";
    // Whoever proposed an organisation before there were lines stands in the audit log, as far back as that goes.
    const PROPOSED: &str = "UPDATE organization_summary SET proposed = (SELECT min(audit.at) FROM audit \
         WHERE audit.about = organization_summary.name \
         AND audit.what IN ('registered', 'proposed an organisation', 'added an organisation')) \
         WHERE proposed IS NULL AND organization_id IN (SELECT id FROM organization WHERE source = $1)";
    let mut new_organizations = false;
    for (sql, is_service) in [(SERVICES, true), (ORGANIZATIONS, false)] {
        let mut after = String::new();
        loop {
            let rows: Vec<(String, String, i64)> = db.fetch_all(query(sql).bind(&after).bind(READ_AT_ONCE)).await?;
            let Some((last, ..)) = rows.last() else { break };
            after.clone_from(last);
            new_organizations |= !is_service;
            db.write(async {
                let mut tx = db.begin().await?;
                for (id, document, changed) in rows {
                    if is_service {
                        match read::<Service>(document) {
                            Ok(service) => {
                                tx.summarize_service(&service, changed).await?;
                            }
                            Err(error) => tracing::warn!(%error, id, "a listing is in no list of the council"),
                        }
                    } else {
                        match read::<Organization>(document) {
                            Ok(organization) => {
                                tx.summarize_organization(&organization, None).await?;
                            }
                            Err(error) => tracing::warn!(%error, id, "an organisation is in no list of the council"),
                        }
                    }
                }
                tx.commit().await
            })
            .await?;
        }
    }
    if new_organizations {
        db.write(async {
            let mut tx = db.begin().await?;
            query(PROPOSED).bind(super::HERE).execute(&mut tx).await?;
            tx.commit().await
        })
        .await?;
    }
    Ok(())
}

/// The most words that are looked for one by one; what comes after them is looked for as one.
const MOST_WORDS: usize = 4;

/// What is typed as patterns, each of which a line must have: `%` where there are no more words.
fn patterns(typed: &str) -> [String; MOST_WORDS] {
    let folded = fold_words(typed);
    let mut words = folded.splitn(MOST_WORDS, ' ');
    // Folded words have letters and digits alone: no sign in them means anything to LIKE.
    std::array::from_fn(|_| words.next().map_or_else(|| "%".to_owned(), |word| format!("%{word}%")))
}

/// The lines that have all of [`patterns`].
const HAVE_WORDS: &str = " words LIKE $1 AND words LIKE $2 AND words LIKE $3 AND words LIKE $4 ";
const LISTINGS: &str = "SELECT service_id, slug, name, organization_name, status, checked_on, modified_on \
     FROM service_summary WHERE ($5 = '' OR status = $5) AND ";

/// A query of the lines that have the words that were typed.
fn with_words<'q>(typed: &str, parts: &[&'static str]) -> Query<'q> {
    patterns(typed).into_iter().fold(query_of(parts), Query::bind)
}

impl Store {
    /// How many listings have the words, by state.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_listings(&self, words: &str) -> Result<Vec<(Status, u64)>, StoreError> {
        let parts =
            ["SELECT status, count(*) FROM service_summary WHERE", HAVE_WORDS, "GROUP BY status ORDER BY status"];
        let rows: Vec<(String, i64)> = self.db.fetch_all(with_words(words, &parts)).await?;
        Ok(rows.into_iter().map(|(word, n)| (status(&word), n.unsigned_abs())).collect())
    }

    /// Some listings of a list, from a place in it on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn list_listings(
        &self,
        filter: &ListingFilter,
        from: u64,
        most: u32,
    ) -> Result<Vec<ListingSummary>, StoreError> {
        type Row = (String, String, String, String, String, String, String);
        let order = if filter.oldest_check_first {
            "ORDER BY checked_on, words, service_id LIMIT $6 OFFSET $7"
        } else {
            "ORDER BY words, service_id LIMIT $6 OFFSET $7"
        };
        let listings = with_words(&filter.words, &[LISTINGS, HAVE_WORDS, order])
            .bind(filter.status.map(status_word).unwrap_or_default())
            .bind(i64::from(most))
            .bind(i64::try_from(from).unwrap_or(i64::MAX));
        let rows: Vec<Row> = self.db.fetch_all(listings).await?;
        let listing = |(id, slug, name, organization, state, checked, modified): Row| {
            let id = Uuid::try_parse(&id).ok()?;
            let (checked, modified) = (checked.parse().ok(), modified.parse().ok());
            Some(ListingSummary { id, slug, name, organization, status: status(&state), checked, modified })
        };
        Ok(rows.into_iter().filter_map(listing).collect())
    }

    /// Organisations that have the words in their name, by name: id, name and how many listings.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_organizations(&self, words: &str, most: u32) -> Result<Vec<(Uuid, String, u64)>, StoreError> {
        let parts = [
            "SELECT organization_id, name, (SELECT count(*) FROM service_summary \
             WHERE service_summary.organization_id = organization_summary.organization_id) \
             FROM organization_summary WHERE",
            HAVE_WORDS,
            "ORDER BY words, organization_id LIMIT $5",
        ];
        let found = with_words(words, &parts).bind(i64::from(most));
        let rows: Vec<(String, String, i64)> = self.db.fetch_all(found).await?;
        Ok(rows
            .into_iter()
            .filter_map(|(id, name, n)| Some((Uuid::try_parse(&id).ok()?, name, n.unsigned_abs())))
            .collect())
    }

    /// The organisations of a name, exactly as written.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organizations_named(&self, name: &str) -> Result<Vec<Uuid>, StoreError> {
        const SQL: &str = "SELECT organization_id FROM organization_summary WHERE name = $1 ORDER BY organization_id";
        let ids: Vec<String> = self.db.fetch_scalars(query(SQL).bind(name)).await?;
        Ok(ids.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect())
    }

    /// When an organisation was proposed here, in seconds since 1970; none for one that came from a source.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organization_proposed(&self, id: Uuid) -> Result<Option<i64>, StoreError> {
        const SQL: &str = "SELECT proposed FROM organization_summary WHERE organization_id = $1";
        let found: Option<Option<i64>> = self.db.fetch_optional_scalar(query(SQL).bind(id.to_string())).await?;
        Ok(found.flatten())
    }
}
