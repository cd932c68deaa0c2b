//! Every listing as families saw it. One that never changed has no revision: it is as it came.

use super::Store;
use super::error::StoreError;
use super::query::query;
use super::services::read;
use crate::domain::{RevisionKind, RevisionSide, Service};
use uuid::Uuid;

/// A listing as it was from a moment on.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// From 1.
    pub number: i64,
    /// When, in seconds since 1970; 0 for how it came.
    pub at: i64,
    /// What made it.
    pub kind: RevisionKind,
    /// Whose words they are.
    pub side: RevisionSide,
    /// Who did it: for the council alone.
    pub who: String,
    /// Why, where somebody said.
    pub note: String,
    /// The listing.
    pub service: Service,
    /// Whether it was taken back within ten minutes.
    pub undone: bool,
}

impl Store {
    /// The revisions of a listing, the oldest first; none when it never changed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn revisions(&self, service: Uuid) -> Result<Vec<Revision>, StoreError> {
        const SQL: &str = "SELECT number, at, kind, side, who, note, document, undone FROM revision \
             WHERE service_id = $1 ORDER BY number";
        type Row = (i64, i64, String, String, String, String, String, i64);
        let rows: Vec<Row> = self.db.fetch_all(query(SQL).bind(service.to_string())).await?;
        let revision = |(number, at, kind, side, who, note, document, undone): Row| {
            let unknown = |word: String| StoreError::UnknownWord { table: "revision", word };
            let kind = RevisionKind::parse(&kind).ok_or_else(|| unknown(kind))?;
            let side = RevisionSide::parse(&side).ok_or_else(|| unknown(side))?;
            Ok(Revision { number, at, kind, side, who, note, service: read(document)?, undone: undone != 0 })
        };
        rows.into_iter().map(revision).collect()
    }
}
