//! A deed: everything that one press of a button changes, in one transaction. Either all of it is kept or nothing.

use super::db::{StoreError, in_transaction};
use super::mail::{QueuedMail, enqueue_mail};
use super::proposals::propose;
use super::revisions::{keep_now, keep_start};
use super::services::{digest, json, slug_candidates};
use super::summaries::summarize_service;
use super::{HERE, Store};
use crate::domain::{Draft, DraftState, Organization, Service, Side};
use uuid::Uuid;

/// What is done.
#[derive(Clone, Debug, Default)]
pub struct Deed {
    /// An organisation that is proposed with its first listing, and the account that belongs to it from then on, if any.
    pub proposes: Option<(Organization, Option<Uuid>)>,
    /// What becomes of a draft.
    pub draft: Option<DraftMove>,
    /// What families see from now on.
    pub publish: Option<Publication>,
    /// What is said about the draft: its kind and its text.
    pub message: Option<(&'static str, String)>,
    /// Mail, each with the moment before which it does not go.
    pub mail: Vec<(QueuedMail, i64)>,
    /// Mail that is taken back, by its id, if it has not gone.
    pub take_back: Option<String>,
    /// Who does it.
    pub who: String,
    /// For the audit log: what was done, and about what. Nothing is written down when it is empty.
    pub what: (String, String),
    /// When, in seconds since 1970.
    pub at: i64,
}

/// What becomes of a draft.
#[derive(Clone, Debug)]
pub struct DraftMove {
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
    /// What makes it: see [`super::Revision`].
    pub kind: &'static str,
    /// Whose words they are.
    pub side: &'static str,
    /// Why, where somebody said.
    pub note: String,
    /// The revision that this takes back. The listing is its earlier source's again.
    pub takes_back: Option<i64>,
    /// Whether the listing goes: a new one that is taken back.
    pub gone: bool,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The draft's version now.
    pub version: i64,
    /// The change number, where something was published.
    pub number: Option<u64>,
    /// The last part of the listing's address, where something was published.
    pub slug: String,
}

impl Store {
    /// Does it. None when somebody was faster: the draft or the listing is another than the deed began from.
    ///
    /// # Errors
    /// When the database refuses: then nothing is done.
    pub async fn carry_out(&self, deed: &Deed) -> Result<Option<Done>, StoreError> {
        let done = in_transaction!(&self.db, |tx| {
            let mut done = Done::default();
            let mut made: Option<i64> = None;
            // Always in this order, so that two deeds never wait for each other: the number, the listing, the draft.
            let done = 'deed: {
                if let Some((organization, account)) = &deed.proposes {
                    propose!(tx, organization, account, &deed.who, deed.at);
                }
                if let Some(publish) = &deed.publish {
                    let number: i64 =
                        sqlx::query_scalar("UPDATE change_counter SET seq = seq + 1 WHERE one = 1 RETURNING seq")
                            .fetch_one(&mut *tx)
                            .await?;
                    let id = publish.service.id.to_string();
                    let now: Option<(i64, String, String, String)> =
                        sqlx::query_as("SELECT changed, slug, source, digest FROM service WHERE id = $1")
                            .bind(&id)
                            .fetch_optional(&mut *tx)
                            .await?;
                    if now.as_ref().map(|n| n.0.unsigned_abs()) != publish.expects {
                        break 'deed None;
                    }
                    let mut service = publish.service.clone();
                    let mut source = HERE.to_owned();
                    let mut known = digest(&service);
                    let replaced = now.as_ref().map(|(_, _, from, before)| (from.clone(), before.clone()));
                    let given_back: Option<(Option<String>, Option<String>)> = match publish.takes_back {
                        Some(revision) => {
                            sqlx::query_as(
                                "SELECT replaced_source, replaced_digest FROM revision WHERE service_id = $1 AND number = $2",
                            )
                            .bind(&id)
                            .bind(revision)
                            .fetch_optional(&mut *tx)
                            .await?
                        }
                        None => None,
                    };
                    match now {
                        Some((_, slug, from, before)) => {
                            service.slug = slug;
                            // The sample stays the sample, so that it can be taken out, and read again without a change.
                            match given_back {
                                Some((Some(source_before), Some(digest_before))) => {
                                    (source, known) = (source_before, digest_before);
                                }
                                _ if from == super::SAMPLE => (source, known) = (from, before),
                                _ => {}
                            }
                        }
                        None => {
                            service.slug = id.clone();
                            for candidate in slug_candidates(&service) {
                                let taken: i64 = sqlx::query_scalar("SELECT count(*) FROM service WHERE slug = $1")
                                    .bind(&candidate)
                                    .fetch_one(&mut *tx)
                                    .await?;
                                if taken == 0 {
                                    service.slug = candidate;
                                    break;
                                }
                            }
                            let of: Option<String> = match &service.organization {
                                Some(o) => {
                                    sqlx::query_scalar("SELECT source FROM organization WHERE id = $1")
                                        .bind(o.id.to_string())
                                        .fetch_optional(&mut *tx)
                                        .await?
                                }
                                None => None,
                            };
                            if of.as_deref() == Some(super::SAMPLE) {
                                super::SAMPLE.clone_into(&mut source);
                            }
                        }
                    }
                    if publish.gone {
                        sqlx::query("DELETE FROM service WHERE id = $1").bind(&id).execute(&mut *tx).await?;
                    } else {
                        keep_start!(tx, &id);
                        keep_now!(tx, &id);
                        sqlx::query(
                            "INSERT INTO service (id, slug, organization_id, source, digest, document, changed) \
                         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET source = excluded.source, \
                         digest = excluded.digest, document = excluded.document, changed = excluded.changed",
                        )
                        .bind(&id)
                        .bind(&service.slug)
                        .bind(service.organization.as_ref().map(|o| o.id.to_string()))
                        .bind(&source)
                        .bind(&known)
                        .bind(json(&service))
                        .bind(number)
                        .execute(&mut *tx)
                        .await?;
                        summarize_service!(tx, &service, number);
                    }
                    sqlx::query("INSERT INTO change_log (seq, service_id) VALUES ($1, $2)")
                        .bind(number)
                        .bind(&id)
                        .execute(&mut *tx)
                        .await?;
                    let last: Option<i64> =
                        sqlx::query_scalar("SELECT max(number) FROM revision WHERE service_id = $1")
                            .bind(&id)
                            .fetch_one(&mut *tx)
                            .await?;
                    let revision = last.unwrap_or(0) + 1;
                    let (replaced_source, replaced_digest) = replaced.unzip();
                    sqlx::query(
                        "INSERT INTO revision (service_id, number, at, kind, side, who, note, document, undone, \
                         replaced_source, replaced_digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                    )
                    .bind(&id)
                    .bind(revision)
                    .bind(deed.at)
                    .bind(publish.kind)
                    .bind(publish.side)
                    .bind(&deed.who)
                    .bind(&publish.note)
                    .bind(json(&service))
                    .bind(i64::from(publish.takes_back.is_some()))
                    .bind(replaced_source)
                    .bind(replaced_digest)
                    .execute(&mut *tx)
                    .await?;
                    if let Some(taken_back) = publish.takes_back {
                        sqlx::query("UPDATE revision SET undone = 1 WHERE service_id = $1 AND number = $2")
                            .bind(&id)
                            .bind(taken_back)
                            .execute(&mut *tx)
                            .await?;
                    }
                    made = Some(revision);
                    done.number = Some(number.unsigned_abs());
                    done.slug = service.slug;
                }
                if let Some(to) = &deed.draft {
                    done.version = to.from.unwrap_or(0) + 1;
                    let query = match to.from {
                        None => sqlx::query(
                            "INSERT INTO draft (id, state, version, document, saved, saved_by, sent, service_id, organization_id, side, \
                             begun, begun_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $5, $6) ON CONFLICT DO NOTHING",
                        ),
                        Some(_) => sqlx::query(
                            "UPDATE draft SET state = $2, version = $3, document = $4, saved = $5, saved_by = $6, sent = $7, \
                             organization_id = $9 WHERE id = $1 AND service_id = $8 AND side = $10 AND version = $3 - 1",
                        ),
                    };
                    let kept = query
                        .bind(to.id.to_string())
                        .bind(to.state.word())
                        .bind(done.version)
                        .bind(json(&to.draft))
                        .bind(deed.at)
                        .bind(&deed.who)
                        .bind(to.sent)
                        .bind(to.service.to_string())
                        .bind(to.organization.to_string())
                        .bind(to.side.word())
                        .execute(&mut *tx)
                        .await;
                    let kept = match kept {
                        // Another draft of the listing has been opened meanwhile.
                        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => 0,
                        kept => kept?.rows_affected(),
                    };
                    if kept == 0 {
                        break 'deed None;
                    }
                    if let Some((kind, text)) = &deed.message {
                        sqlx::query(
                            "INSERT INTO draft_message (id, draft_id, at, version, kind, who, text, revision, change_number) \
                             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                        )
                        .bind(Uuid::new_v4().to_string())
                        .bind(to.id.to_string())
                        .bind(deed.at)
                        .bind(done.version)
                        .bind(*kind)
                        .bind(&deed.who)
                        .bind(text)
                        .bind(made)
                        .bind(made.and(done.number).and_then(|n| i64::try_from(n).ok()))
                        .execute(&mut *tx)
                        .await?;
                    }
                }
                for (mail, not_before) in &deed.mail {
                    enqueue_mail!(tx, mail, *not_before, None);
                }
                if let Some(id) = &deed.take_back {
                    sqlx::query("DELETE FROM mail WHERE id = $1 AND state = 0 AND tries = 0")
                        .bind(id)
                        .execute(&mut *tx)
                        .await?;
                }
                let (what, about) = &deed.what;
                if !what.is_empty() {
                    sqlx::query("INSERT INTO audit (at, id, who, what, about) VALUES ($1, $2, $3, $4, $5)")
                        .bind(deed.at)
                        .bind(Uuid::new_v4().to_string())
                        .bind(&deed.who)
                        .bind(what)
                        .bind(about)
                        .execute(&mut *tx)
                        .await?;
                }
                Some(done)
            };
            match done {
                Some(_) => tx.commit().await?,
                None => tx.rollback().await?,
            }
            done
        });
        if done.as_ref().is_some_and(|d| d.number.is_some()) {
            self.changed.notify_waiters();
        }
        Ok(done)
    }
}
