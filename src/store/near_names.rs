//! Names that could be mixed up with another.

use super::Store;
use super::error::StoreError;
use super::query::{AT_ONCE, query, query_list};
use crate::domain::name::{is_close, lookalike_key, most_apart};
use uuid::Uuid;

/// A name that could be taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearName {
    /// The name.
    pub name: String,
    /// Whose name it is.
    pub of: Named,
}

/// What a name belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A listing.
    Listing {
        /// Its id.
        id: Uuid,
        /// The last part of its address.
        slug: String,
        /// Who runs it.
        organization: Option<Uuid>,
        /// What they are called; empty when not told.
        organization_name: String,
    },
    /// An organisation.
    Organization {
        /// Its id.
        id: Uuid,
        /// How many listings it has.
        listings: u64,
    },
}

impl Store {
    /// Organisations and listings whose names look the same as a name, or nearly: those that look the same first. Answers
    /// at most so many, and how many there are. What is named in `but` is left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn near_names(
        &self,
        name: &str,
        but: &[Uuid],
        most: usize,
    ) -> Result<(Vec<NearName>, usize), StoreError> {
        // Of every name only its key is read, and from an index: ten thousand take a few milliseconds.
        const KEYS: &str = "SELECT name_key, service_id FROM service_summary WHERE length(name_key) BETWEEN $1 AND $2 \
             UNION ALL SELECT name_key, organization_id FROM organization_summary \
             WHERE length(name_key) BETWEEN $1 AND $2";
        const LISTINGS: &str = "SELECT service_id, slug, name, organization_id, organization_name FROM service_summary WHERE service_id IN";
        const ORGANIZATIONS: &str = "SELECT organization_id, name, (SELECT count(*) FROM service_summary \
             WHERE service_summary.organization_id = organization_summary.organization_id) \
             FROM organization_summary WHERE organization_id IN";
        let key = lookalike_key(name);
        let length = i64::try_from(key.chars().count()).unwrap_or(i64::MAX);
        let apart = i64::try_from(most_apart(&key)).unwrap_or_default();
        let keys: Vec<(String, String)> =
            self.db.fetch_all(query(KEYS).bind(length - apart).bind(length + apart)).await?;
        let close = keys.into_iter().filter(|(other, _)| is_close(&key, other));
        let mut close: Vec<(bool, Uuid)> = close
            .filter_map(|(other, id)| Some((other != key, Uuid::try_parse(&id).ok()?)))
            .filter(|(_, id)| !but.contains(id))
            .collect();
        close.sort_unstable();
        let total = close.len();
        close.truncate(most.min(AT_ONCE));
        let ids: Vec<String> = close.iter().map(|(_, id)| id.to_string()).collect();
        type Row = (String, String, String, Option<String>, String);
        let (organizations, listings): (Vec<(String, String, i64)>, Vec<Row>) = self
            .db
            .read(async {
                let mut connection = self.db.reader().await?;
                let organizations = query_list(&[ORGANIZATIONS], &ids, "ORDER BY words, organization_id");
                let organizations = organizations.fetch_all(&mut connection).await?;
                let listings = query_list(&[LISTINGS], &ids, "ORDER BY words, service_id");
                let listings = listings.fetch_all(&mut connection).await?;
                connection.give_back();
                Ok((organizations, listings))
            })
            .await?;
        let organization = |(id, name, n): (String, String, i64)| {
            let of = Named::Organization { id: Uuid::try_parse(&id).ok()?, listings: n.unsigned_abs() };
            Some(NearName { name, of })
        };
        let listing = |(id, slug, name, organization, organization_name): Row| {
            let organization = organization.and_then(|id| Uuid::try_parse(&id).ok());
            let of = Named::Listing { id: Uuid::try_parse(&id).ok()?, slug, organization, organization_name };
            Some(NearName { name, of })
        };
        let found = organizations.into_iter().filter_map(organization);
        let mut found: Vec<NearName> = found.chain(listings.into_iter().filter_map(listing)).collect();
        found.sort_by_key(|near| lookalike_key(&near.name) != key);
        Ok((found, total))
    }
}
