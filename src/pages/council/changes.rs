//! `/council/changes`: what waits for the council, the oldest first, and what was just decided.

use crate::domain::clock::{day, time};
use crate::domain::wording::{count, date};
use crate::domain::{DraftState, MessageKind, Service};
use crate::editing::{UNDO_SECONDS, changes, decided_lately, merged};
use crate::pages::form_token::form_token;
use crate::pages::staff_page::{StaffPage, answer};
use crate::store::{DraftMessage, DraftRow};
use crate::ui::scroll_table;
use crate::web::{App, CurrentUser, Failure, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

/// A line of the queue.
struct Waiting {
    row: DraftRow,
    what: String,
}

/// The queue.
///
/// # Errors
/// When the database does not answer.
pub async fn list_changes(
    State(app): State<App>,
    visitor: Visitor,
    CurrentUser(session): CurrentUser,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let services: HashMap<Uuid, Service> = app.store.waiting_services().await?.into_iter().map(|s| (s.id, s)).collect();
    let mut queue = Vec::new();
    for row in app.store.waiting_drafts().await? {
        let now = services.get(&row.service);
        let after = merged(&row.draft, now, None);
        let labels: Vec<&str> = changes(now, &after, &app.area).iter().map(|c| c.field.label()).collect();
        let what = match (now.is_some(), labels.len()) {
            (false, _) => "A new listing".to_owned(),
            (true, 0..=4) => labels.join(", "),
            (true, n) => format!("{}, and {} more", labels[..3].join(", "), n - 3),
        };
        queue.push(Waiting { row, what });
    }
    let now = app.clock.seconds();
    let just = decided_lately(&app.store, now).await?;
    let done = pairs.first("done").and_then(|id| just.iter().find(|(d, _)| d.id.to_string() == id));
    let undone = pairs.first("undone").is_some();
    let heading = match queue.len() {
        0 => "No changes are waiting".to_owned(),
        1 => "1 change is waiting".to_owned(),
        n => format!("{n} changes are waiting"),
    };
    let about = StaffPage { title: heading.clone(), at: Some(("/council/changes", true)), ..StaffPage::default() };
    answer(&app, &visitor, &session, about, || {
        let lead = match queue.first() {
            None => "Families see a change as soon as somebody here has approved it.".to_owned(),
            Some(first) => {
                let days = (now - first.row.sent).max(0) / 86_400;
                let ago = if days == 0 { "today".to_owned() } else { format!("{} ago", count(days.unsigned_abs(), "day", "days")) };
                format!("The oldest came {ago}. Families see a change as soon as you approve it.")
            }
        };
        let notice = done.map(|d| {
            view! { <div class="notice" role="status" id="done"><p>{decided_words(d)}</p></div> }.into_any()
        });
        let notice = notice.or_else(|| undone.then(|| view! { <div class="notice" role="status"><p>"Taken back. It waits again."</p></div> }.into_any()));
        let rows: Vec<_> = queue
            .iter()
            .map(|w| {
                let name = name(&w.row);
                let to = format!("/council/changes/{}", w.row.id);
                let by = w.row.draft.service.organization.as_ref().map(|o| o.name.clone()).unwrap_or_default();
                let since = format!("{}, {}", date(day(w.row.sent)), time(w.row.sent));
                let asked = (w.row.state == DraftState::Asked).then(|| view! { <p><b>"Waits for an answer"</b></p> });
                (
                    view! { <a href=to>{name}</a> }.into_any(),
                    vec![view! { {w.what.clone()}{asked} }.into_any(), by.into_any(), since.into_any()],
                )
            })
            .collect();
        let table = (!rows.is_empty()).then(|| {
            let columns = ["Listing", "What changed", "Sent by", "Since"].map(str::to_owned).to_vec();
            view! { <div class="card">{scroll_table("queue", "Changes that wait, the oldest first".to_owned(), columns, rows, false)}</div> }
        });
        let undo: Vec<_> = just
            .iter()
            .map(|one| {
                let (d, message) = one;
                let action = format!("/council/changes/{}/undo", d.id);
                let until = time(message.at + UNDO_SECONDS);
                let (version, about) =
                    (d.version.to_string(), format!(" what was decided on {}. You can until {until}", name(d)));
                view! {
                    <li class="card flow"><p>{decided_words(one)}</p>
                        <form method="post" action=action>
                            {form_token(&session)}
                            <input type="hidden" name="version" value=version/>
                            <p><button class="btn second">"Undo"<span class="vh">{about}</span></button>" "<span class="small quiet" aria-hidden="true">{format!("until {until}")}</span></p>
                        </form>
                    </li>
                }
            })
            .collect();
        let undo = (!undo.is_empty()).then(|| {
            view! { <section class="section-gap flow" aria-labelledby="just"><h2 id="just">"Just decided"</h2><ul class="plain flow">{undo}</ul></section> }
        });
        view! {
            {notice}
            <h1>{heading.clone()}</h1>
            <p class="lead">{lead}</p>
            <div class="section-gap">{table}</div>
            {undo}
        }
        .into_any()
    })
    .await
}

fn name(row: &DraftRow) -> String {
    let named = &row.draft.service.name;
    if named.is_empty() { "A new listing".to_owned() } else { named.clone() }
}

fn decided_words((row, message): &(DraftRow, DraftMessage)) -> String {
    let name = name(row);
    match message.kind {
        MessageKind::Approved => format!("Approved: {name}. Families see it now."),
        MessageKind::Part => format!("Approved in part: {name}. Families see that part now, and the rest went back."),
        MessageKind::Returned => format!("Sent back: {name}."),
        _ => format!("Asked: {name}. It stays in the queue."),
    }
}
