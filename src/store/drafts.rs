//! Drafts and what was said about them.

use super::Store;
use super::db::{StoreError, in_transaction, on};
use super::services::{json, read};
use crate::domain::{Draft, DraftState, Organization};
use uuid::Uuid;

/// A draft as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftRow {
    /// Its id.
    pub id: Uuid,
    /// The listing it changes, or will be.
    pub service: Uuid,
    /// Whose listing it is.
    pub organization: Uuid,
    /// How far it has come.
    pub state: DraftState,
    /// Counts every save, from 1.
    pub version: i64,
    /// What it holds.
    pub draft: Draft,
    /// When it was last saved, in seconds since 1970.
    pub saved: i64,
    /// Who saved it.
    pub saved_by: String,
    /// When it was sent to the council; 0 when it was not.
    pub sent: i64,
}

/// Something said about a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftMessage {
    /// When, in seconds since 1970.
    pub at: i64,
    /// The version of the draft that it made.
    pub version: i64,
    /// What was done with it: the editing room's word.
    pub kind: String,
    /// Who.
    pub who: String,
    /// In their words.
    pub text: String,
}

macro_rules! drafts {
    ($end:literal) => {
        concat!(
            "SELECT id, service_id, organization_id, state, version, document, saved, saved_by, sent FROM draft ",
            $end
        )
    };
}

type Row = (String, String, String, String, i64, String, i64, String, i64);

fn row(row: Row) -> Result<DraftRow, StoreError> {
    let (id, service, organization, state, version, document, saved, saved_by, sent) = row;
    let wrong = |reason: String| StoreError::Draft { id: id.clone(), reason };
    let uuid = |text: &str| Uuid::try_parse(text).map_err(|_| wrong(format!("“{text}” is no id")));
    Ok(DraftRow {
        id: uuid(&id)?,
        service: uuid(&service)?,
        organization: uuid(&organization)?,
        state: DraftState::parse(&state).ok_or_else(|| wrong(format!("“{state}” is no state")))?,
        draft: serde_json::from_str(&document).map_err(|e| wrong(e.to_string()))?,
        version,
        saved,
        saved_by,
        sent,
    })
}

impl Store {
    /// The draft of a listing that is still to be decided.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_draft(&self, service: Uuid) -> Result<Option<DraftRow>, StoreError> {
        const SQL: &str = drafts!("WHERE service_id = $1 AND state NOT IN ('published', 'dropped')");
        let found: Option<Row> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(service.to_string()).fetch_optional(pool).await?);
        found.map(row).transpose()
    }

    /// A draft.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draft(&self, id: Uuid) -> Result<Option<DraftRow>, StoreError> {
        const SQL: &str = drafts!("WHERE id = $1");
        let found: Option<Row> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(id.to_string()).fetch_optional(pool).await?);
        found.map(row).transpose()
    }

    /// The open drafts of some organisations' listings.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drafts_of(&self, organizations: &[Uuid]) -> Result<Vec<DraftRow>, StoreError> {
        const SQL: &str =
            drafts!("WHERE organization_id = $1 AND state NOT IN ('published', 'dropped') ORDER BY saved DESC, id");
        let mut all = Vec::new();
        for organization in organizations {
            let rows: Vec<Row> =
                on!(&self.db, |pool| sqlx::query_as(SQL).bind(organization.to_string()).fetch_all(pool).await?);
            for found in rows {
                all.push(row(found)?);
            }
        }
        Ok(all)
    }

    /// What waits for the council, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_drafts(&self) -> Result<Vec<DraftRow>, StoreError> {
        const SQL: &str = drafts!("WHERE state IN ('sent', 'asked') ORDER BY sent, id");
        let rows: Vec<Row> = on!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await?);
        rows.into_iter().map(row).collect()
    }

    /// How many wait for the council.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_waiting(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM draft WHERE state IN ('sent', 'asked')";
        let n: i64 = on!(&self.db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await?);
        Ok(n.unsigned_abs())
    }

    /// What the council decided since a time and could still take back, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decided_since(&self, at: i64) -> Result<Vec<DraftRow>, StoreError> {
        const SQL: &str =
            drafts!("WHERE saved >= $1 AND state IN ('published', 'returned', 'asked') ORDER BY saved DESC, id");
        let rows: Vec<Row> = on!(&self.db, |pool| sqlx::query_as(SQL).bind(at).fetch_all(pool).await?);
        rows.into_iter().map(row).collect()
    }

    /// What was said about a draft, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draft_messages(&self, draft: Uuid) -> Result<Vec<DraftMessage>, StoreError> {
        const SQL: &str =
            "SELECT at, version, kind, who, text FROM draft_message WHERE draft_id = $1 ORDER BY version, id";
        let rows: Vec<(i64, i64, String, String, String)> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(draft.to_string()).fetch_all(pool).await?);
        Ok(rows
            .into_iter()
            .map(|(at, version, kind, who, text)| DraftMessage { at, version, kind, who, text })
            .collect())
    }

    /// Keeps an organisation that somebody proposes. It is seen by families with its first listing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn propose_organization(&self, organization: &Organization, account: Uuid) -> Result<(), StoreError> {
        in_transaction!(&self.db, |tx| {
            sqlx::query("INSERT INTO organization (id, source, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(organization.id.to_string())
                .bind(super::HERE)
                .bind(json(organization))
                .execute(&mut *tx)
                .await?;
            sqlx::query(
                "INSERT INTO account_organization (account_id, organization_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            )
            .bind(account.to_string())
            .bind(organization.id.to_string())
            .execute(&mut *tx)
            .await?;
            tx.commit().await?;
        });
        Ok(())
    }

    /// An organisation.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organization(&self, id: Uuid) -> Result<Option<Organization>, StoreError> {
        const SQL: &str = "SELECT document FROM organization WHERE id = $1";
        let found: Option<String> =
            on!(&self.db, |pool| sqlx::query_scalar(SQL).bind(id.to_string()).fetch_optional(pool).await?);
        found.map(read).transpose()
    }

    /// A listing, and the change number it has: what a decision about it began from.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn service_now(&self, id: Uuid) -> Result<Option<(crate::domain::Service, u64)>, StoreError> {
        const SQL: &str = "SELECT document, changed FROM service WHERE id = $1";
        let found: Option<(String, i64)> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(id.to_string()).fetch_optional(pool).await?);
        found.map(|(document, changed)| Ok((read(document)?, changed.unsigned_abs()))).transpose()
    }
}
