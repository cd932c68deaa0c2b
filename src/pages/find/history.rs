//! `/services/{slug}/history`: what changed in a listing, and when. It names roles and no person.

use crate::domain::wording::{count, date};
use crate::editing::{HistoryEntry, entries};
use crate::pages::entry_changes::entry_changes;
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{NavSection, breadcrumbs};
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// The history.
///
/// # Errors
/// Not found when no service has that address; broken when the database does not answer.
pub async fn show_listing_history(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let service = app.listing(&slug).await?.ok_or(Failure::NotFound)?;
    let found = entries(&app.revisions(service.id).await?, &app.area);
    let title = format!("What changed: {}", service.name);
    let about = PageMeta { title, door: Some(NavSection::Find), ..PageMeta::default() };
    answer(&app, &visitor, about, move || {
        let changes = found.iter().filter(|e| !e.changes.is_empty()).count() as u64;
        let lead = match changes {
            0 => "Nothing has changed since this listing came here.".to_owned(),
            n => format!("{} since this listing came here. The newest is first.", count(n, "change", "changes")),
        };
        let items: Vec<_> = found.iter().map(item).collect();
        let list = (!items.is_empty()).then(|| view! { <ol class="plain flow history">{items}</ol> });
        let back = format!("/services/{}", service.slug);
        let name = service.name.clone();
        view! {
            {breadcrumbs([(back, name)])}
            <h1>{format!("What changed: {}", service.name)}</h1>
            <p class="lead">{lead}</p>
            <div class="section-gap">{list}</div>
        }
        .into_any()
    })
    .await
}

/// One day's change, in sentences where it can be said in one, else before and after.
fn item(entry: &HistoryEntry) -> AnyView {
    let heading = entry.on.map_or_else(|| "At the start".to_owned(), date);
    view! { <li class="card flow"><h2>{heading}</h2><p class="quiet">{format!("{}.", entry.by)}</p>{entry_changes(entry)}</li> }
        .into_any()
}
