//! The sample offer into the database and out of it: listings, figures and a past, all made up.

use super::statistics::stored_figures;
use crate::area::Area;
use crate::domain::{Email, Role};
use crate::store::{SAMPLE, SaveOutcome, SnapshotRow, Store, StoreError};
use jiff::civil::Date;
use uuid::Uuid;

/// The made-up people who can sign in to try it.
pub const ACCOUNTS: [(&str, Role); 3] = [
    ("provider@example.org", Role::Provider),
    ("reviewer@example.org", Role::Reviewer),
    ("admin@example.org", Role::Admin),
];

/// Puts the sample in. Twice is the same as once. A made-up file that the area no longer fits is left out, and logged.
///
/// # Errors
/// When the database refuses.
pub async fn put_sample_in(store: &Store, area: &Area, today: Date) -> Result<SaveOutcome, StoreError> {
    let outcome = store.save_services(SAMPLE, &area.sample.services).await?;
    let mut files = Vec::new();
    for (name, text) in &area.sample.figures {
        match stored_figures(name, SAMPLE, text.as_bytes(), area, today) {
            Ok(file) => files.push(file),
            Err(faults) => tracing::warn!("the sample figures {name} are left out: {faults}"),
        }
    }
    store.save_figures(&files).await?;
    store.save_snapshot(SAMPLE, &history(area)).await?;
    for (address, role) in ACCOUNTS {
        let Some(email) = Email::parse(address) else { continue };
        let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, address.as_bytes());
        store.add_account(id, &email, role, 0).await?;
        let first = area.sample.services.first().and_then(|s| s.organization.as_ref());
        if let (Role::Provider, Some(organization)) = (role, first) {
            store.add_to_organization(id, organization.id).await?;
        }
    }
    Ok(outcome)
}

/// Takes out what was put in, and nothing else. Answers how many listings went.
///
/// # Errors
/// When the database refuses.
pub async fn take_sample_out(store: &Store) -> Result<u64, StoreError> {
    let gone = store.remove_source(SAMPLE).await?;
    store.remove_figures_of(SAMPLE).await?;
    store.remove_snapshots_of(SAMPLE).await?;
    for (address, _) in ACCOUNTS {
        if let Some(email) = Email::parse(address) {
            store.remove_account(&email).await?;
        }
    }
    Ok(gone)
}

/// The made-up past of the matrix, as it is stored.
fn history(area: &Area) -> Vec<SnapshotRow> {
    let history = &area.sample.history;
    let mut rows = Vec::new();
    for month in &history.month {
        for (kind, numbers) in &month.can_use {
            for (district, n) in history.districts.iter().zip(numbers) {
                rows.push(SnapshotRow {
                    month: month.month.clone(),
                    district: district.clone(),
                    kind: kind.clone(),
                    can_use: *n,
                });
            }
        }
    }
    rows
}
