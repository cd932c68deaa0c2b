//! Every listing as families saw it. One that never changed has no revision: it is as it came.

use super::Store;
use super::db::{StoreError, on};
use super::services::read;
use crate::domain::Service;
use uuid::Uuid;

/// A listing as it was from a moment on.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// From 1.
    pub number: i64,
    /// When, in seconds since 1970; 0 for how it came.
    pub at: i64,
    /// What made it: `start`, `source`, `checked`, `edit`, `part`, `undo`, `roll-back`, `ended`.
    pub kind: String,
    /// Whose words they are: `provider`, `council` or `source`.
    pub side: String,
    /// Who did it: for the council alone.
    pub who: String,
    /// Why, where somebody said.
    pub note: String,
    /// The listing.
    pub service: Service,
    /// Whether it was taken back within ten minutes.
    pub undone: bool,
}

/// Keeps a listing as it came, where that is not kept yet. `$now` is the document that the next revision replaces.
macro_rules! keep_start {
    ($tx:ident, $id:expr) => {
        sqlx::query(
            "INSERT INTO revision (service_id, number, at, kind, side, who, note, document) \
             SELECT id, 1, 0, 'start', 'source', '', '', document FROM service WHERE id = $1 ON CONFLICT DO NOTHING",
        )
        .bind($id)
        .execute(&mut *$tx)
        .await?
    };
}

/// Keeps a listing as it is now, where it is not as its last revision: "still right" changes a listing without a revision.
/// So the revision before another is always exactly what that one replaced.
macro_rules! keep_now {
    ($tx:ident, $id:expr) => {
        sqlx::query(
            "INSERT INTO revision (service_id, number, kind, side, who, note, document) \
             SELECT service.id, last.number + 1, 'checked', 'source', '', '', service.document \
             FROM service JOIN revision AS last ON last.service_id = service.id \
             WHERE service.id = $1 AND last.document <> service.document \
             AND last.number = (SELECT max(number) FROM revision WHERE service_id = $1)",
        )
        .bind($id)
        .execute(&mut *$tx)
        .await?
    };
}

/// Keeps what a source changed. The database itself says when: an import may run where nobody passes a clock.
macro_rules! from_source {
    ($tx:ident, $id:expr, $document:expr) => {
        $crate::store::revisions::keep_start!($tx, $id);
        $crate::store::revisions::keep_now!($tx, $id);
        sqlx::query(
            "INSERT INTO revision (service_id, number, kind, side, who, note, document) \
             SELECT service_id, max(number) + 1, 'source', 'source', '', '', CAST($2 AS TEXT) \
             FROM revision WHERE service_id = $1 GROUP BY service_id",
        )
        .bind($id)
        .bind($document)
        .execute(&mut *$tx)
        .await?
    };
}

pub(super) use {from_source, keep_now, keep_start};

impl Store {
    /// The revisions of a listing, the oldest first; none when it never changed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revisions(&self, service: Uuid) -> Result<Vec<Revision>, StoreError> {
        const SQL: &str = "SELECT number, at, kind, side, who, note, document, undone FROM revision \
             WHERE service_id = $1 ORDER BY number";
        type Row = (i64, i64, String, String, String, String, String, i64);
        let rows: Vec<Row> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(service.to_string()).fetch_all(pool).await?);
        let revision = |(number, at, kind, side, who, note, document, undone): Row| {
            Ok(Revision { number, at, kind, side, who, note, service: read(document)?, undone: undone != 0 })
        };
        rows.into_iter().map(revision).collect()
    }
}
