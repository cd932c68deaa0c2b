//! A write transaction, and what a transaction of this store is made of: change numbers, listings, revisions, mail and
//! lines of the audit log. Each stands here once; whatever writes one of them does it by these.

use super::connection::{Connection, Lease};
use super::error::StoreError;
use super::mail::{MailState, QueuedMail};
use super::pools::Pools;
use super::query::{AT_ONCE, query, query_list};
use super::services::{json, slug_candidates};
use crate::domain::{Organization, RevisionKind, RevisionSide, Service};
use std::collections::HashSet;
use std::ops::{Deref, DerefMut};
use uuid::Uuid;

/// A connection inside a transaction. Unless it is committed or rolled back, the connection is closed, and with it
/// whatever the transaction did is undone.
pub struct Transaction(Connection);

/// Where a listing comes from, and what that source said last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The source.
    pub source: String,
    /// What tells another listing of that source from the same: see [`super::services::digest`].
    pub digest: String,
}

/// A revision that is to be kept.
pub struct NewRevision<'r> {
    pub at: i64,
    pub kind: RevisionKind,
    pub side: RevisionSide,
    pub who: &'r str,
    pub note: &'r str,
    pub service: &'r Service,
    /// The earlier revision that this one takes back.
    pub takes_back: Option<i64>,
    /// Whose the listing was before; none for a new one.
    pub replaced: Option<Origin>,
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}

impl Transaction {
    /// Takes a connection and begins a transaction that will write.
    pub async fn begin(pools: &Pools) -> Result<Self, StoreError> {
        let (mut connection, begin) = match pools {
            // IMMEDIATE: a lock that cannot be had is waited for here, and not refused halfway.
            Pools::Sqlite { write, .. } => (Connection::Sqlite(Lease::take(write).await?), "BEGIN IMMEDIATE"),
            Pools::Postgres(pool) => (Connection::Postgres(Lease::take(pool).await?), "BEGIN"),
        };
        connection.run(begin).await?;
        Ok(Self(connection))
    }

    /// Keeps what was done.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.0.run("COMMIT").await?;
        self.0.give_back();
        Ok(())
    }

    /// Undoes what was done.
    pub async fn rollback(mut self) -> Result<(), StoreError> {
        self.0.run("ROLLBACK").await?;
        self.0.give_back();
        Ok(())
    }

    /// Keeps what was done if it changed something, and otherwise undoes it: a number that was taken is free again.
    pub async fn commit_if(self, changed: bool) -> Result<(), StoreError> {
        if changed { self.commit().await } else { self.rollback().await }
    }

    /// Takes the next change number: pages that were made before are old from the commit on. Other writers wait for it, so
    /// that numbers become visible in order and without gaps, and slugs cannot collide.
    pub async fn next_change(&mut self) -> Result<i64, StoreError> {
        query("UPDATE change_counter SET seq = seq + 1 WHERE one = 1 RETURNING seq").fetch_scalar(self).await
    }

    /// Says which listings were added, changed or are about to be removed, under the number that this transaction took.
    pub async fn log_changes(&mut self, services: &[String]) -> Result<(), StoreError> {
        for some in services.chunks(AT_ONCE) {
            let log = query_list(
                &["INSERT INTO change_log (seq, service_id) SELECT seq, id FROM change_counter, service WHERE id IN"],
                some,
                "ON CONFLICT DO NOTHING",
            );
            log.execute(self).await?;
        }
        Ok(())
    }

    /// Which of some slugs listings have.
    pub async fn taken_slugs(&mut self, candidates: &[String]) -> Result<HashSet<String>, StoreError> {
        let mut taken = HashSet::new();
        for some in candidates.chunks(AT_ONCE) {
            let slugs = query_list(&["SELECT slug FROM service WHERE slug IN"], some, "");
            taken.extend(slugs.fetch_scalars::<String>(self).await?);
        }
        Ok(taken)
    }

    /// Keeps a listing as it is, with its line in lists, under a change number.
    pub async fn put_service(&mut self, service: &Service, origin: &Origin, change: i64) -> Result<(), StoreError> {
        query(
            "INSERT INTO service (id, slug, organization_id, source, digest, document, changed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET \
             organization_id = excluded.organization_id, source = excluded.source, digest = excluded.digest, \
             document = excluded.document, changed = excluded.changed",
        )
        .bind(service.id.to_string())
        .bind(&service.slug)
        .bind(service.organization.as_ref().map(|o| o.id.to_string()))
        .bind(&origin.source)
        .bind(&origin.digest)
        .bind(json(service))
        .bind(change)
        .execute(self)
        .await?;
        self.summarize_service(service, change).await
    }

    /// Keeps an organisation with its line in lists. One that another source has stays as that says. `proposed` is when
    /// somebody proposed it here, in seconds since 1970.
    pub async fn put_organization(
        &mut self,
        organization: &Organization,
        source: &str,
        proposed: Option<i64>,
    ) -> Result<(), StoreError> {
        let kept = query(
            "INSERT INTO organization (id, source, document) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO UPDATE SET document = excluded.document WHERE organization.source = excluded.source",
        )
        .bind(organization.id.to_string())
        .bind(source)
        .bind(json(organization))
        .execute(self)
        .await?;
        if kept > 0 { self.summarize_organization(organization, proposed).await } else { Ok(()) }
    }

    /// Lets an account keep the listings of an organisation.
    pub async fn join_organization(&mut self, account: Uuid, organization: Uuid) -> Result<(), StoreError> {
        query("INSERT INTO account_organization (account_id, organization_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(account.to_string())
            .bind(organization.to_string())
            .execute(self)
            .await
            .map(drop)
    }

    /// Keeps a listing as it is stored now, before another is put in its place: as it came, where it has no revision yet;
    /// and where it is not as its last revision, because "still right" changes a listing without one. So the revision
    /// before another is always exactly what that one replaced.
    pub async fn keep_replaced(&mut self, service: &str) -> Result<(), StoreError> {
        for sql in [
            "INSERT INTO revision (service_id, number, at, kind, side, who, note, document) \
             SELECT id, 1, 0, 'start', 'source', '', '', document FROM service WHERE id = $1 ON CONFLICT DO NOTHING",
            "INSERT INTO revision (service_id, number, kind, side, who, note, document) \
             SELECT service.id, last.number + 1, 'checked', 'source', '', '', service.document \
             FROM service JOIN revision AS last ON last.service_id = service.id \
             WHERE service.id = $1 AND last.document <> service.document \
             AND last.number = (SELECT max(number) FROM revision WHERE service_id = $1)",
        ] {
            query(sql).bind(service).execute(self).await?;
        }
        Ok(())
    }

    /// Keeps what families see from now on. Answers its number.
    pub async fn record_revision(&mut self, revision: &NewRevision<'_>) -> Result<i64, StoreError> {
        let id = revision.service.id.to_string();
        let last: Option<i64> =
            query("SELECT max(number) FROM revision WHERE service_id = $1").bind(&id).fetch_scalar(self).await?;
        let number = last.unwrap_or(0) + 1;
        let replaced = revision.replaced.as_ref();
        query(
            "INSERT INTO revision (service_id, number, at, kind, side, who, note, document, undone, \
             replaced_source, replaced_digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(&id)
        .bind(number)
        .bind(revision.at)
        .bind(revision.kind.word())
        .bind(revision.side.word())
        .bind(revision.who)
        .bind(revision.note)
        .bind(json(revision.service))
        .bind(i64::from(revision.takes_back.is_some()))
        .bind(replaced.map(|origin| origin.source.as_str()))
        .bind(replaced.map(|origin| origin.digest.as_str()))
        .execute(self)
        .await?;
        if let Some(taken_back) = revision.takes_back {
            query("UPDATE revision SET undone = 1 WHERE service_id = $1 AND number = $2")
                .bind(&id)
                .bind(taken_back)
                .execute(self)
                .await?;
        }
        Ok(number)
    }

    /// Keeps what a source makes of a listing that is stored, after [`Transaction::keep_replaced`]. The database itself
    /// says when: an import may run where nobody passes a clock.
    pub async fn record_source_revision(&mut self, service: &Service) -> Result<(), StoreError> {
        query(
            "INSERT INTO revision (service_id, number, kind, side, who, note, document) \
             SELECT service_id, max(number) + 1, $3, $4, '', '', CAST($2 AS TEXT) \
             FROM revision WHERE service_id = $1 GROUP BY service_id",
        )
        .bind(service.id.to_string())
        .bind(json(service))
        .bind(RevisionKind::Source.word())
        .bind(RevisionSide::Source.word())
        .execute(self)
        .await
        .map(drop)
    }

    /// Puts a mail in the queue. It does not go before `not_before`, and is worth nothing after `expires`; both in seconds
    /// since 1970.
    pub async fn enqueue_mail(
        &mut self,
        mail: &QueuedMail,
        not_before: i64,
        expires: Option<i64>,
    ) -> Result<(), StoreError> {
        query(
            "INSERT INTO mail (id, recipient, subject, body, created, next_try, expires) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&mail.id)
        .bind(&mail.recipient)
        .bind(&mail.subject)
        .bind(&mail.body)
        .bind(mail.created)
        .bind(not_before)
        .bind(expires)
        .execute(self)
        .await
        .map(drop)
    }

    /// Takes a mail out of the queue, if it was never tried.
    pub async fn cancel_mail(&mut self, id: &str) -> Result<(), StoreError> {
        query("DELETE FROM mail WHERE id = $1 AND state = $2 AND tries = 0")
            .bind(id)
            .bind(MailState::Waiting.number())
            .execute(self)
            .await
            .map(drop)
    }

    /// Appends a line to the audit log.
    pub async fn audit(&mut self, at: i64, who: &str, what: &str, about: &str) -> Result<(), StoreError> {
        self.audit_as(Uuid::new_v4(), at, who, what, about).await
    }

    /// The same with an id that is given.
    pub async fn audit_as(&mut self, id: Uuid, at: i64, who: &str, what: &str, about: &str) -> Result<(), StoreError> {
        query("INSERT INTO audit (at, id, who, what, about) VALUES ($1, $2, $3, $4, $5)")
            .bind(at)
            .bind(id.to_string())
            .bind(who)
            .bind(what)
            .bind(about)
            .execute(self)
            .await
            .map(drop)
    }
}

/// The first slug of a listing that is not taken: its id where all are.
pub fn free_slug(service: &Service, taken: &HashSet<String>) -> String {
    let free = slug_candidates(service).into_iter().find(|candidate| !taken.contains(candidate));
    free.unwrap_or_else(|| service.id.to_string())
}
