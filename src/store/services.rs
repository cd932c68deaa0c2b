//! Listings, read whole: each is a document.

use super::Store;
use super::error::StoreError;
use super::query::{AT_ONCE, query, query_list};
use crate::domain::Service;
use crate::domain::slug::slug;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use uuid::Uuid;

impl Store {
    /// The listings of some organisations, each organisation's together.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn services_of(&self, organizations: &[Uuid]) -> Result<Vec<Service>, StoreError> {
        let mut services = Vec::new();
        for some in organizations.chunks(AT_ONCE) {
            let of_some = query_list(
                &["SELECT document FROM service WHERE organization_id IN"],
                some.iter().map(Uuid::to_string),
                "ORDER BY organization_id, id",
            );
            for document in self.db.fetch_scalars(of_some).await? {
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
        let rows: Vec<(String, i64)> = self.db.fetch_all(query(SQL)).await?;
        rows.into_iter().map(|(document, changed)| Ok((read(document)?, changed.unsigned_abs()))).collect()
    }

    /// A listing by the last part of its address.
    ///
    /// # Errors
    /// When the database does not answer or the document cannot be read.
    pub async fn service_by_slug(&self, slug: &str) -> Result<Option<Service>, StoreError> {
        const SQL: &str = "SELECT document FROM service WHERE slug = $1";
        let row: Option<String> = self.db.fetch_optional_scalar(query(SQL).bind(slug)).await?;
        row.map(read).transpose()
    }

    /// Listings by id, in the order asked; those that are not there are left out.
    ///
    /// # Errors
    /// When the database does not answer or a document cannot be read.
    pub async fn services_by_ids(&self, ids: &[Uuid]) -> Result<Vec<Service>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let by_ids =
                query_list(&["SELECT document FROM service WHERE id IN"], some.iter().map(Uuid::to_string), "");
            let rows: Vec<String> = self.db.fetch_scalars(by_ids).await?;
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
        let rows: Vec<String> = self.db.fetch_scalars(query(SQL).bind(after).bind(i64::from(most))).await?;
        rows.into_iter().map(read).collect()
    }

    /// How many listings there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_services(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM service";
        let n: i64 = self.db.fetch_scalar(query(SQL)).await?;
        Ok(n.unsigned_abs())
    }

    /// The last part of every listing's address, in order.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn slugs(&self) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT slug FROM service ORDER BY slug";
        self.db.fetch_scalars(query(SQL)).await
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
