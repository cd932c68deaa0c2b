//! What families could use in earlier months, and what has changed since.

use crate::domain::wording::{list, month};
use crate::gaps::Matrix;
use crate::gaps::trend::{DistrictChange, compared_with, losses};
use crate::store::SnapshotRow;
use crate::web::{App, Failure};
use std::collections::{BTreeMap, BTreeSet};

/// The most months in a picture.
const MONTHS: usize = 25;

/// The past: numbers by kind, district and month.
pub struct Past {
    /// The months there are numbers of, like `2026-03`, the earliest first.
    pub months: Vec<String>,
    numbers: BTreeMap<(String, String, String), u64>,
}

impl Past {
    /// Puts the stored numbers in order; of very many months the newest.
    pub fn new(rows: &[SnapshotRow]) -> Self {
        let months: BTreeSet<String> = rows.iter().map(|r| r.month.clone()).collect();
        let skip = months.len().saturating_sub(MONTHS);
        let numbers = rows.iter().map(|r| ((r.kind.clone(), r.district.clone(), r.month.clone()), r.can_use)).collect();
        Self { months: months.into_iter().skip(skip).collect(), numbers }
    }

    /// How many services families of a district could use; none where nothing was written down.
    pub fn at(&self, kind: &str, district: &str, month: &str) -> Option<u64> {
        self.numbers.get(&(kind.to_owned(), district.to_owned(), month.to_owned())).copied()
    }
}

/// What has changed since a month that can be compared with now.
pub fn changes(past: &Past, now: &Matrix, since: &str) -> Vec<DistrictChange> {
    let change = |c: &crate::gaps::Cell| {
        let before = past.at(&now.kinds[c.kind].value, &now.districts[c.district].slug, since)?;
        Some(DistrictChange { district: c.district, kind: c.kind, before, now: c.can_use })
    };
    now.cells.iter().filter_map(change).collect()
}

/// The month that today is in, like `2026-03`.
pub fn this_month(app: &App) -> String {
    let today = app.clock.today();
    format!("{:04}-{:02}", today.year(), today.month())
}

/// What a district lost and gained since a year ago, in a sentence for its page.
///
/// # Errors
/// When the database does not answer.
pub async fn since_last_year(app: &App, now: &Matrix, district: usize) -> Result<Option<String>, Failure> {
    let past = Past::new(&app.snapshots().await?);
    let Some(since) = compared_with(&past.months, &this_month(app)).cloned() else { return Ok(None) };
    let all: Vec<DistrictChange> = changes(&past, now, &since).into_iter().filter(|c| c.district == district).collect();
    let said: Vec<String> = losses(&all)
        .into_iter()
        .map(|c| format!("“{}” ({} then, {} now)", now.kinds[c.kind].label, c.before, c.now))
        .collect();
    Ok(match (all.is_empty(), said.is_empty()) {
        (true, _) => None,
        (false, true) => Some(format!("Nothing has become less since {}.", month(&since))),
        (false, false) => Some(format!("Less than in {}: {}.", month(&since), list(&said))),
    })
}
