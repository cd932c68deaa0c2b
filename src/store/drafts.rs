//! Drafts and what was said about them.

use super::Store;
use super::db::{StoreError, on};
use super::ids::{AT_ONCE, bind_ids, in_ids};
use super::services::read;
use crate::domain::{Draft, DraftState, Organization, Side};
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
    /// Whose draft it is.
    pub side: Side,
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
    /// When it was begun; 0 where that was not kept.
    pub begun: i64,
    /// Who began it; blank where that was not kept.
    pub begun_by: String,
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
    /// The version of the listing that a decision made for families, with the change number it took; none where it made
    /// none.
    pub made: Option<Made>,
}

/// What a decision made of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The number of the revision.
    pub revision: i64,
    /// The change number. A listing that has another one by now was changed by somebody else since.
    pub number: u64,
}

/// A draft that the council decided about, with what may have come after the decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DecidedDraft {
    /// The draft.
    pub row: DraftRow,
    /// What was said about it last.
    pub last: Option<DraftMessage>,
    /// Whether its side has an open draft of the listing: this one or a later.
    pub is_open_again: bool,
    /// The change number that the listing has now; none where families see none.
    pub listed: Option<u64>,
}

macro_rules! drafts {
    ($end:literal) => {
        concat!(
            "SELECT id, service_id, organization_id, side, state, version, document, saved, saved_by, sent, begun, begun_by \
             FROM draft ",
            $end
        )
    };
}

type Row = (String, String, String, String, String, i64, String, i64, String, i64, i64, String);

fn row(row: Row) -> Result<DraftRow, StoreError> {
    let (id, service, organization, side, state, version, document, saved, saved_by, sent, begun, begun_by) = row;
    let wrong = |reason: String| StoreError::Draft { id: id.clone(), reason };
    let uuid = |text: &str| Uuid::try_parse(text).map_err(|_| wrong(format!("“{text}” is no id")));
    Ok(DraftRow {
        id: uuid(&id)?,
        service: uuid(&service)?,
        organization: uuid(&organization)?,
        side: Side::parse(&side).ok_or_else(|| wrong(format!("“{side}” is no side")))?,
        state: DraftState::parse(&state).ok_or_else(|| wrong(format!("“{state}” is no state")))?,
        draft: serde_json::from_str(&document).map_err(|e| wrong(e.to_string()))?,
        version,
        saved,
        saved_by,
        sent,
        begun,
        begun_by,
    })
}

type MessageRow = (String, i64, i64, String, String, String, Option<i64>, Option<i64>);

/// A message, with the draft that it is about.
fn message((draft, at, version, kind, who, text, revision, number): MessageRow) -> (String, DraftMessage) {
    let made = revision.zip(number).map(|(revision, number)| Made { revision, number: number.unsigned_abs() });
    (draft, DraftMessage { at, version, kind, who, text, made })
}

impl Store {
    /// One side's draft of a listing that is still to be decided.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_draft(&self, service: Uuid, side: Side) -> Result<Option<DraftRow>, StoreError> {
        const SQL: &str = drafts!("WHERE service_id = $1 AND side = $2 AND state NOT IN ('published', 'dropped')");
        let found: Option<Row> = on!(&self.db, |pool| {
            sqlx::query_as(SQL).bind(service.to_string()).bind(side.word()).fetch_optional(pool).await?
        });
        found.map(row).transpose()
    }

    /// The draft of a listing that a side threw away last, if that was since a time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dropped_draft(&self, service: Uuid, side: Side, since: i64) -> Result<Option<DraftRow>, StoreError> {
        const SQL: &str = drafts!(
            "WHERE service_id = $1 AND side = $2 AND state = 'dropped' AND saved >= $3 ORDER BY saved DESC, id LIMIT 1"
        );
        let found: Option<Row> = on!(&self.db, |pool| {
            sqlx::query_as(SQL).bind(service.to_string()).bind(side.word()).bind(since).fetch_optional(pool).await?
        });
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

    /// The open drafts that the people who run some organisations' listings have of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drafts_of(&self, organizations: &[Uuid]) -> Result<Vec<DraftRow>, StoreError> {
        const SQL: &str = in_ids!(
            "SELECT id, service_id, organization_id, side, state, version, document, saved, saved_by, sent, begun, begun_by \
             FROM draft WHERE side = 'provider' AND state NOT IN ('published', 'dropped') AND organization_id",
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
        const MESSAGES: &str = "SELECT draft_id, at, version, kind, who, text, revision, change_number \
             FROM draft_message WHERE draft_id IN \
             (SELECT id FROM draft WHERE saved >= $1 AND state IN ('published', 'returned', 'asked')) \
             ORDER BY version, id";
        const AFTER: &str = "SELECT draft.id, (SELECT count(*) FROM draft AS other \
             WHERE other.service_id = draft.service_id AND other.side = draft.side \
             AND other.state NOT IN ('published', 'dropped')), service.changed \
             FROM draft LEFT JOIN service ON service.id = draft.service_id \
             WHERE draft.saved >= $1 AND draft.state IN ('published', 'returned', 'asked')";
        type After = (String, i64, Option<i64>);
        let (rows, messages, after): (Vec<Row>, Vec<MessageRow>, Vec<After>) = on!(&self.db, |pool| (
            sqlx::query_as(DRAFTS).bind(at).fetch_all(&mut *pool).await?,
            sqlx::query_as(MESSAGES).bind(at).fetch_all(&mut *pool).await?,
            sqlx::query_as(AFTER).bind(at).fetch_all(&mut *pool).await?
        ));
        let mut last: HashMap<String, DraftMessage> = messages.into_iter().map(message).collect();
        let mut came_after: HashMap<String, (i64, Option<i64>)> =
            after.into_iter().map(|(id, open, changed)| (id, (open, changed))).collect();
        let decided = |found: Row| {
            let (last, after) = (last.remove(&found.0), came_after.remove(&found.0));
            let (open, changed) = after.unwrap_or_default();
            Ok(DecidedDraft { row: row(found)?, last, is_open_again: open > 0, listed: changed.map(i64::unsigned_abs) })
        };
        rows.into_iter().map(decided).collect()
    }

    /// What was said about a draft, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draft_messages(&self, draft: Uuid) -> Result<Vec<DraftMessage>, StoreError> {
        const SQL: &str = "SELECT draft_id, at, version, kind, who, text, revision, change_number FROM draft_message \
             WHERE draft_id = $1 ORDER BY version, id";
        let rows: Vec<MessageRow> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(draft.to_string()).fetch_all(pool).await?);
        Ok(rows.into_iter().map(|row| message(row).1).collect())
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
