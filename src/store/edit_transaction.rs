//! An edit: everything that one press of a button changes, in one transaction. Either all of it is kept or nothing.

use super::error::StoreError;
use super::mail::QueuedMail;
use super::query::query;
use super::services::{digest, json, slug_candidates};
use super::transaction::{NewRevision, Origin, Transaction, free_slug};
use super::{HERE, SAMPLE, Store};
use crate::domain::{Draft, DraftState, MessageKind, Organization, RevisionKind, RevisionSide, Service, Side};
use uuid::Uuid;

/// What one press of a button changes.
#[derive(Clone, Debug, Default)]
pub struct EditTransaction {
    /// An organisation that is proposed with its first listing, and the account that belongs to it from then on, if any.
    pub proposes: Option<(Organization, Option<Uuid>)>,
    /// What becomes of a draft.
    pub draft: Option<DraftTransition>,
    /// What families see from now on.
    pub publish: Option<Publication>,
    /// What is said about the draft: its kind and its text.
    pub message: Option<(MessageKind, String)>,
    /// Mail, each with the moment before which it does not go.
    pub mail: Vec<(QueuedMail, i64)>,
    /// Mail that is taken out of the queue, by its id, if it was never tried.
    pub cancel_mail: Option<String>,
    /// Who does it.
    pub who: String,
    /// For the audit log: what was done, and about what. Nothing is written down when it is empty.
    pub what: (String, String),
    /// When, in seconds since 1970.
    pub at: i64,
}

/// What becomes of a draft.
#[derive(Clone, Debug)]
pub struct DraftTransition {
    /// Which.
    pub id: Uuid,
    /// The listing it changes.
    pub service: Uuid,
    /// Whose listing that is.
    pub organization: Uuid,
    /// Whose draft it is.
    pub side: Side,
    /// The version it must have now; none for a new one.
    pub from: Option<i64>,
    /// How far it has come then.
    pub state: DraftState,
    /// What it holds then.
    pub draft: Draft,
    /// When it was sent to the council; 0 when it was not.
    pub sent: i64,
}

/// What families see from now on.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The listing.
    pub service: Service,
    /// The change number it must have now; none for a new listing.
    pub expects: Option<u64>,
    /// What makes it.
    pub kind: RevisionKind,
    /// Whose words they are.
    pub side: RevisionSide,
    /// Why, where somebody said.
    pub note: String,
    /// The revision that this takes back. The listing is its earlier source's again.
    pub takes_back: Option<i64>,
    /// Whether the listing goes: a new one that is taken back.
    pub gone: bool,
}

/// What a commit made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// The draft's version now.
    pub version: i64,
    /// The change number, where something was published.
    pub number: Option<u64>,
    /// The last part of the listing's address, where something was published.
    pub slug: String,
}

/// What families see now of a listing.
struct Published {
    change: i64,
    slug: String,
    origin: Origin,
}

impl Store {
    /// Keeps an edit. None when somebody was faster: the draft or the listing is another than the edit began from.
    ///
    /// # Errors
    /// When the database refuses: then nothing is kept.
    pub async fn commit(&self, edit: &EditTransaction) -> Result<Option<Committed>, StoreError> {
        let committed = self
            .db
            .write(async {
                let mut tx = self.db.begin().await?;
                let committed = tx.apply(edit).await?;
                tx.commit_if(committed.is_some()).await?;
                Ok(committed)
            })
            .await?;
        if committed.as_ref().is_some_and(|c| c.number.is_some()) {
            self.changed.notify_waiters();
        }
        Ok(committed)
    }
}

impl Transaction {
    /// Does everything an edit says, always in this order, so that two edits never wait for each other: the change number,
    /// the listing, the draft. None when somebody was faster: then the transaction is to be rolled back.
    async fn apply(&mut self, edit: &EditTransaction) -> Result<Option<Committed>, StoreError> {
        let mut committed = Committed::default();
        let mut revision = None;
        if let Some((organization, account)) = &edit.proposes {
            self.propose(organization, *account, &edit.who, edit.at).await?;
        }
        if let Some(publication) = &edit.publish {
            let Some((change, number, slug)) = self.publish(publication, edit).await? else { return Ok(None) };
            (committed.number, committed.slug) = (Some(change.unsigned_abs()), slug);
            revision = Some((number, change));
        }
        if let Some(to) = &edit.draft {
            committed.version = to.from.unwrap_or(0) + 1;
            if !self.put_draft(to, committed.version, edit).await? {
                return Ok(None);
            }
            if let Some((kind, text)) = &edit.message {
                self.add_message(to.id, committed.version, *kind, text, revision, edit).await?;
            }
        }
        for (mail, not_before) in &edit.mail {
            self.enqueue_mail(mail, *not_before, None).await?;
        }
        if let Some(id) = &edit.cancel_mail {
            self.cancel_mail(id).await?;
        }
        let (what, about) = &edit.what;
        if !what.is_empty() {
            self.audit(edit.at, &edit.who, what, about).await?;
        }
        Ok(Some(committed))
    }

    /// Shows families a listing. Answers the change number, the number of the revision and the slug; none when families
    /// see another listing by now than the edit began from.
    async fn publish(
        &mut self,
        publication: &Publication,
        edit: &EditTransaction,
    ) -> Result<Option<(i64, i64, String)>, StoreError> {
        let change = self.next_change().await?;
        let id = publication.service.id.to_string();
        let published = self.published(&id).await?;
        if published.as_ref().map(|p| p.change.unsigned_abs()) != publication.expects {
            return Ok(None);
        }
        let mut service = publication.service.clone();
        let origin = self.new_origin(publication, published.as_ref()).await?;
        service.slug = match &published {
            Some(published) => published.slug.clone(),
            None => {
                let taken = self.taken_slugs(&slug_candidates(&service)).await?;
                free_slug(&service, &taken)
            }
        };
        if publication.gone {
            self.log_changes(std::slice::from_ref(&id)).await?;
            query("DELETE FROM service WHERE id = $1").bind(&id).execute(self).await?;
        } else {
            self.keep_replaced(&id).await?;
            self.put_service(&service, &origin, change).await?;
            self.log_changes(std::slice::from_ref(&id)).await?;
        }
        let revision = NewRevision {
            at: edit.at,
            kind: publication.kind,
            side: publication.side,
            who: &edit.who,
            note: &publication.note,
            service: &service,
            takes_back: publication.takes_back,
            replaced: published.map(|p| p.origin),
        };
        let number = self.record_revision(&revision).await?;
        Ok(Some((change, number, service.slug)))
    }

    async fn published(&mut self, id: &str) -> Result<Option<Published>, StoreError> {
        const SQL: &str = "SELECT changed, slug, source, digest FROM service WHERE id = $1";
        let row: Option<(i64, String, String, String)> = query(SQL).bind(id).fetch_optional(self).await?;
        Ok(row.map(|(change, slug, source, digest)| Published { change, slug, origin: Origin { source, digest } }))
    }

    /// Whose a listing is from now on. What is changed here is kept here, but for two: taking a revision back gives the
    /// listing back to its earlier source, and the sample stays the sample, so that it can be taken out, and read again
    /// without a change.
    async fn new_origin(
        &mut self,
        publication: &Publication,
        published: Option<&Published>,
    ) -> Result<Origin, StoreError> {
        let service = &publication.service;
        let mut origin = Origin { source: HERE.to_owned(), digest: digest(service) };
        let Some(published) = published else {
            if let Some(organization) = &service.organization {
                let of: Option<String> = query("SELECT source FROM organization WHERE id = $1")
                    .bind(organization.id.to_string())
                    .fetch_optional_scalar(self)
                    .await?;
                origin.source = of.filter(|source| source == SAMPLE).unwrap_or(origin.source);
            }
            return Ok(origin);
        };
        if let Some(revision) = publication.takes_back {
            const SQL: &str =
                "SELECT replaced_source, replaced_digest FROM revision WHERE service_id = $1 AND number = $2";
            let replaced: Option<(Option<String>, Option<String>)> =
                query(SQL).bind(service.id.to_string()).bind(revision).fetch_optional(self).await?;
            if let Some((Some(source), Some(digest))) = replaced {
                return Ok(Origin { source, digest });
            }
        }
        Ok(if published.origin.source == SAMPLE { published.origin.clone() } else { origin })
    }

    /// Keeps a draft as it is to be. Answers whether it was as the edit began from.
    async fn put_draft(
        &mut self,
        to: &DraftTransition,
        version: i64,
        edit: &EditTransaction,
    ) -> Result<bool, StoreError> {
        let sql = match to.from {
            None => {
                "INSERT INTO draft (id, state, version, document, saved, saved_by, sent, service_id, organization_id, \
                 side, begun, begun_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $5, $6) ON CONFLICT DO NOTHING"
            }
            Some(_) => {
                "UPDATE draft SET state = $2, version = $3, document = $4, saved = $5, saved_by = $6, sent = $7, \
                 organization_id = $9 WHERE id = $1 AND service_id = $8 AND side = $10 AND version = $3 - 1"
            }
        };
        let kept = query(sql)
            .bind(to.id.to_string())
            .bind(to.state.word())
            .bind(version)
            .bind(json(&to.draft))
            .bind(edit.at)
            .bind(&edit.who)
            .bind(to.sent)
            .bind(to.service.to_string())
            .bind(to.organization.to_string())
            .bind(to.side.word())
            .execute(self)
            .await;
        match kept {
            // Another draft of the listing has been opened meanwhile.
            Err(StoreError::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => Ok(false),
            kept => Ok(kept? > 0),
        }
    }

    /// Adds what is said about a draft, with the number of the revision and of the change that it made, if any.
    async fn add_message(
        &mut self,
        draft: Uuid,
        version: i64,
        kind: MessageKind,
        text: &str,
        made: Option<(i64, i64)>,
        edit: &EditTransaction,
    ) -> Result<(), StoreError> {
        query(
            "INSERT INTO draft_message (id, draft_id, at, version, kind, who, text, revision, change_number) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(Uuid::new_v4().to_string())
        .bind(draft.to_string())
        .bind(edit.at)
        .bind(version)
        .bind(kind.word())
        .bind(&edit.who)
        .bind(text)
        .bind(made.map(|(revision, _)| revision))
        .bind(made.map(|(_, change)| change))
        .execute(self)
        .await
        .map(drop)
    }
}
