//! Drafts and what was said about them.

use super::Store;
use super::db::{StoreError, in_transaction, on};
use super::ids::{AT_ONCE, bind_ids, in_ids};
use super::services::{json, read};
use super::summaries::summarize_organization;
use crate::domain::{Draft, DraftState, Organization};
use std::collections::HashMap;
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

/// A draft that the council decided about, with what may have come after the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidedDraft {
    /// The draft.
    pub row: DraftRow,
    /// What was said about it last.
    pub last: Option<DraftMessage>,
    /// Whether its listing has an open draft: this one or a later.
    pub is_open_again: bool,
    /// When the newest version of the listing was made, and whether it was taken back; none when it has one alone.
    pub newest: Option<(i64, bool)>,
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
        const SQL: &str = in_ids!(
            "SELECT id, service_id, organization_id, state, version, document, saved, saved_by, sent FROM draft \
             WHERE state NOT IN ('published', 'dropped') AND organization_id",
            "ORDER BY saved DESC, id"
        );
        let mut all = Vec::new();
        for some in organizations.chunks(AT_ONCE) {
            let rows: Vec<Row> = on!(&self.db, |pool| bind_ids!(sqlx::query_as(SQL), some).fetch_all(pool).await?);
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

    /// What families see now of the listings whose changes wait for the council. New ones are not among them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_services(&self) -> Result<Vec<crate::domain::Service>, StoreError> {
        const SQL: &str = "SELECT document FROM service WHERE id IN \
             (SELECT service_id FROM draft WHERE state IN ('sent', 'asked')) ORDER BY id";
        let rows: Vec<String> = on!(&self.db, |pool| sqlx::query_scalar(SQL).fetch_all(pool).await?);
        rows.into_iter().map(read).collect()
    }

    /// New listings that somebody began and neither sent nor published, the last first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begun_by(&self, email: &str) -> Result<Vec<DraftRow>, StoreError> {
        const SQL: &str = drafts!(
            "WHERE saved_by = $1 AND state = 'writing' \
             AND NOT EXISTS (SELECT 1 FROM service WHERE service.id = draft.service_id) ORDER BY saved DESC, id LIMIT 100"
        );
        let rows: Vec<Row> = on!(&self.db, |pool| sqlx::query_as(SQL).bind(email).fetch_all(pool).await?);
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

    /// What the council decided since a time, the newest first, each with what may have come after it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decided_since(&self, at: i64) -> Result<Vec<DecidedDraft>, StoreError> {
        const DRAFTS: &str =
            drafts!("WHERE saved >= $1 AND state IN ('published', 'returned', 'asked') ORDER BY saved DESC, id");
        const MESSAGES: &str = "SELECT draft_id, at, version, kind, who, text FROM draft_message WHERE draft_id IN \
             (SELECT id FROM draft WHERE saved >= $1 AND state IN ('published', 'returned', 'asked')) \
             ORDER BY version, id";
        const AFTER: &str = "SELECT draft.id, (SELECT count(*) FROM draft AS other \
             WHERE other.service_id = draft.service_id AND other.state NOT IN ('published', 'dropped')), \
             revision.at, revision.undone FROM draft LEFT JOIN revision ON revision.service_id = draft.service_id \
             AND revision.number = (SELECT max(number) FROM revision AS newest \
             WHERE newest.service_id = draft.service_id) \
             WHERE draft.saved >= $1 AND draft.state IN ('published', 'returned', 'asked')";
        type Message = (String, i64, i64, String, String, String);
        type After = (String, i64, Option<i64>, Option<i64>);
        let (rows, messages, after): (Vec<Row>, Vec<Message>, Vec<After>) = on!(&self.db, |pool| (
            sqlx::query_as(DRAFTS).bind(at).fetch_all(pool).await?,
            sqlx::query_as(MESSAGES).bind(at).fetch_all(pool).await?,
            sqlx::query_as(AFTER).bind(at).fetch_all(pool).await?
        ));
        let mut last: HashMap<String, DraftMessage> = HashMap::new();
        for (draft, at, version, kind, who, text) in messages {
            last.insert(draft, DraftMessage { at, version, kind, who, text });
        }
        let mut came_after: HashMap<String, (i64, Option<i64>, Option<i64>)> =
            after.into_iter().map(|(id, open, at, undone)| (id, (open, at, undone))).collect();
        let decided = |found: Row| {
            let (last, after) = (last.remove(&found.0), came_after.remove(&found.0));
            let (open, at, undone) = after.unwrap_or_default();
            let newest = at.map(|at| (at, undone.unwrap_or_default() != 0));
            Ok(DecidedDraft { row: row(found)?, last, is_open_again: open > 0, newest })
        };
        rows.into_iter().map(decided).collect()
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

    /// Keeps an organisation that somebody proposes. It is seen by families with its first listing. Whoever proposes it for
    /// themselves belongs to it; the council's staff propose it for others.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn propose_organization(
        &self,
        organization: &Organization,
        account: Option<Uuid>,
        now: i64,
    ) -> Result<(), StoreError> {
        in_transaction!(&self.db, |tx| {
            sqlx::query("INSERT INTO organization (id, source, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
                .bind(organization.id.to_string())
                .bind(super::HERE)
                .bind(json(organization))
                .execute(&mut *tx)
                .await?;
            summarize_organization!(tx, organization, Some(now));
            if let Some(account) = account {
                sqlx::query(
                    "INSERT INTO account_organization (account_id, organization_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                )
                .bind(account.to_string())
                .bind(organization.id.to_string())
                .execute(&mut *tx)
                .await?;
            }
            tx.commit().await?;
        });
        Ok(())
    }

    /// The organisations somebody belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organizations_of_account(&self, account: Uuid) -> Result<Vec<Organization>, StoreError> {
        const SQL: &str = "SELECT document FROM organization WHERE id IN \
             (SELECT organization_id FROM account_organization WHERE account_id = $1) ORDER BY id";
        let rows: Vec<String> =
            on!(&self.db, |pool| sqlx::query_scalar(SQL).bind(account.to_string()).fetch_all(pool).await?);
        rows.into_iter().map(read).collect()
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
