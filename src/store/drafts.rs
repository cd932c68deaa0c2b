//! Drafts and what was said about them.

use super::Store;
use super::error::StoreError;
use super::query::{AT_ONCE, query, query_list, query_of};
use super::services::read;
use crate::domain::{Draft, DraftState, MessageKind, Organization, Side};
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
    /// What was done with it.
    pub kind: MessageKind,
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

const DRAFTS: &str = "SELECT id, service_id, organization_id, side, state, version, document, saved, saved_by, sent, begun, \
     begun_by FROM draft ";
const MESSAGES: &str = "SELECT draft_id, at, version, kind, who, text, revision, change_number FROM draft_message ";
/// A side has one such draft of a listing at most: an index in the database sees to it.
const IS_OPEN: &str = "state NOT IN ('published', 'dropped') ";
const IS_WAITING: &str = "state IN ('sent', 'asked') ";

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
fn message(
    (draft, at, version, kind, who, text, revision, number): MessageRow,
) -> Result<(String, DraftMessage), StoreError> {
    let kind = MessageKind::parse(&kind)
        .ok_or_else(|| StoreError::Draft { id: draft.clone(), reason: format!("“{kind}” is said of no draft") })?;
    let made = revision.zip(number).map(|(revision, number)| Made { revision, number: number.unsigned_abs() });
    Ok((draft, DraftMessage { at, version, kind, who, text, made }))
}

impl Store {
    /// One side's draft of a listing that is still to be decided.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_draft(&self, service: Uuid, side: Side) -> Result<Option<DraftRow>, StoreError> {
        let open = query_of(&[DRAFTS, "WHERE service_id = $1 AND side = $2 AND ", IS_OPEN]);
        let found: Option<Row> = self.db.fetch_optional(open.bind(service.to_string()).bind(side.word())).await?;
        found.map(row).transpose()
    }

    /// The draft of a listing that a side threw away last, if that was since a time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn dropped_draft(&self, service: Uuid, side: Side, since: i64) -> Result<Option<DraftRow>, StoreError> {
        let dropped = query_of(&[
            DRAFTS,
            "WHERE service_id = $1 AND side = $2 AND state = 'dropped' AND saved >= $3 ORDER BY saved DESC, id LIMIT 1",
        ]);
        let dropped = dropped.bind(service.to_string()).bind(side.word()).bind(since);
        let found: Option<Row> = self.db.fetch_optional(dropped).await?;
        found.map(row).transpose()
    }

    /// A draft.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn draft(&self, id: Uuid) -> Result<Option<DraftRow>, StoreError> {
        let one = query_of(&[DRAFTS, "WHERE id = $1"]).bind(id.to_string());
        let found: Option<Row> = self.db.fetch_optional(one).await?;
        found.map(row).transpose()
    }

    /// The open drafts that the people who run some organisations' listings have of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drafts_of(&self, organizations: &[Uuid]) -> Result<Vec<DraftRow>, StoreError> {
        let mut all = Vec::new();
        for some in organizations.chunks(AT_ONCE) {
            let of_some = query_list(
                &[DRAFTS, "WHERE side = 'provider' AND ", IS_OPEN, "AND organization_id IN"],
                some.iter().map(Uuid::to_string),
                "ORDER BY saved DESC, id",
            );
            let rows: Vec<Row> = self.db.fetch_all(of_some).await?;
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
        let waiting = query_of(&[DRAFTS, "WHERE ", IS_WAITING, "ORDER BY sent, id"]);
        let rows: Vec<Row> = self.db.fetch_all(waiting).await?;
        rows.into_iter().map(row).collect()
    }

    /// What families see now of the listings whose changes wait for the council. New ones are not among them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_services(&self) -> Result<Vec<crate::domain::Service>, StoreError> {
        let waiting = query_of(&[
            "SELECT document FROM service WHERE id IN (SELECT service_id FROM draft WHERE ",
            IS_WAITING,
            ") ORDER BY id",
        ]);
        let rows: Vec<String> = self.db.fetch_scalars(waiting).await?;
        rows.into_iter().map(read).collect()
    }

    /// New listings that somebody began and neither sent nor published, the last first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begun_by(&self, email: &str) -> Result<Vec<DraftRow>, StoreError> {
        let begun = query_of(&[
            DRAFTS,
            "WHERE saved_by = $1 AND state = 'writing' \
             AND NOT EXISTS (SELECT 1 FROM service WHERE service.id = draft.service_id) ORDER BY saved DESC, id LIMIT 100",
        ]);
        let rows: Vec<Row> = self.db.fetch_all(begun.bind(email)).await?;
        rows.into_iter().map(row).collect()
    }

    /// How many wait for the council.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_waiting(&self) -> Result<u64, StoreError> {
        let waiting = query_of(&["SELECT count(*) FROM draft WHERE ", IS_WAITING]);
        let n: i64 = self.db.fetch_scalar(waiting).await?;
        Ok(n.unsigned_abs())
    }

    /// What the council decided since a time, the newest first, each with what may have come after it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn decided_since(&self, at: i64) -> Result<Vec<DecidedDraft>, StoreError> {
        const DECIDED: &str = "saved >= $1 AND state IN ('published', 'returned', 'asked') ";
        const AFTER: &str = "SELECT draft.id, (SELECT count(*) FROM draft AS other \
             WHERE other.service_id = draft.service_id AND other.side = draft.side \
             AND other.state NOT IN ('published', 'dropped')), service.changed \
             FROM draft LEFT JOIN service ON service.id = draft.service_id WHERE ";
        type After = (String, i64, Option<i64>);
        let drafts = query_of(&[DRAFTS, "WHERE ", DECIDED, "ORDER BY saved DESC, id"]).bind(at);
        let messages =
            query_of(&[MESSAGES, "WHERE draft_id IN (SELECT id FROM draft WHERE ", DECIDED, ") ORDER BY version, id"])
                .bind(at);
        let after = query_of(&[AFTER, DECIDED]).bind(at);
        let (rows, messages, after): (Vec<Row>, Vec<MessageRow>, Vec<After>) = self
            .db
            .read(async {
                let mut connection = self.db.reader().await?;
                let drafts = drafts.fetch_all(&mut connection).await?;
                let messages = messages.fetch_all(&mut connection).await?;
                let after = after.fetch_all(&mut connection).await?;
                connection.give_back();
                Ok((drafts, messages, after))
            })
            .await?;
        let mut last: HashMap<String, DraftMessage> = messages.into_iter().map(message).collect::<Result<_, _>>()?;
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
        let all = query_of(&[MESSAGES, "WHERE draft_id = $1 ORDER BY version, id"]).bind(draft.to_string());
        let rows: Vec<MessageRow> = self.db.fetch_all(all).await?;
        rows.into_iter().map(|row| Ok(message(row)?.1)).collect()
    }

    /// The organisations somebody belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organizations_of_account(&self, account: Uuid) -> Result<Vec<Organization>, StoreError> {
        const SQL: &str = "SELECT document FROM organization WHERE id IN \
             (SELECT organization_id FROM account_organization WHERE account_id = $1) ORDER BY id";
        let rows: Vec<String> = self.db.fetch_scalars(query(SQL).bind(account.to_string())).await?;
        rows.into_iter().map(read).collect()
    }

    /// An organisation.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organization(&self, id: Uuid) -> Result<Option<Organization>, StoreError> {
        const SQL: &str = "SELECT document FROM organization WHERE id = $1";
        let found: Option<String> = self.db.fetch_optional_scalar(query(SQL).bind(id.to_string())).await?;
        found.map(read).transpose()
    }

    /// A listing, and the change number it has: what a decision about it began from.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn service_now(&self, id: Uuid) -> Result<Option<(crate::domain::Service, u64)>, StoreError> {
        const SQL: &str = "SELECT document, changed FROM service WHERE id = $1";
        let found: Option<(String, i64)> = self.db.fetch_optional(query(SQL).bind(id.to_string())).await?;
        found.map(|(document, changed)| Ok((read(document)?, changed.unsigned_abs()))).transpose()
    }
}
