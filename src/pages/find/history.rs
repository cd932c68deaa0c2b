//! `/services/{slug}/history`: what changed in a listing, and when. It names roles and no person.

use crate::domain::wording::{count, date};
use crate::editing::{Entry, entries};
use crate::pages::frame::{About, answer};
use crate::ui::Door;
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// The history.
///
/// # Errors
/// Not found when no service has that address; broken when the database does not answer.
pub async fn get(State(app): State<App>, Path(slug): Path<String>, visitor: Visitor) -> Result<Response, Failure> {
    let service = app.listing(&slug).await?.ok_or(Failure::NotFound)?;
    let found = entries(&app.revisions(service.id).await?, &app.area);
    let title = format!("What changed: {}", service.name);
    let about = About { title, door: Some(Door::Find), ..About::default() };
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
            <nav class="crumbs" aria-label="Back to"><ol class="plain"><li><a href="/">"Home"</a></li><li><a href=back>{name}</a></li></ol></nav>
            <h1>{format!("What changed: {}", service.name)}</h1>
            <p class="lead">{lead}</p>
            <div class="section-gap">{list}</div>
        }
        .into_any()
    })
    .await
}

/// One day's change, in sentences where it can be said in one, else before and after.
fn item(entry: &Entry) -> AnyView {
    let heading = entry.on.map_or_else(|| "At the start".to_owned(), date);
    view! { <li class="card flow"><h2>{heading}</h2><p class="quiet">{format!("{}.", entry.by)}</p>{what(entry)}</li> }
        .into_any()
}

/// What changed, and why where somebody said.
pub fn what(entry: &Entry) -> AnyView {
    let said: Vec<_> = entry.said.iter().map(|s| view! { <li>{format!("{s}.")}</li> }).collect();
    let said = (!said.is_empty()).then(|| view! { <ul>{said}</ul> });
    // What was said in a sentence needs no two columns.
    let long: Vec<_> = entry
        .changes
        .iter()
        .filter(|c| !entry.said.iter().any(|s| s.starts_with(c.field.label())))
        .map(|c| {
            let label = c.field.label();
            let lines =
                |lines: &[String]| if lines.is_empty() { "Not told to us".to_owned() } else { lines.join("; ") };
            let (before, after) = (lines(&c.before), lines(&c.after));
            view! { <div><dt>{label}</dt><dd>"Before: "{before}</dd><dd>"Then: "{after}</dd></div> }
        })
        .collect();
    let long = (!long.is_empty()).then(|| view! { <dl class="sum-list">{long}</dl> });
    let note = (!entry.note.is_empty()).then(|| view! { <p>"Why: "{entry.note.clone()}</p> });
    view! { {said}{long}{note} }.into_any()
}
