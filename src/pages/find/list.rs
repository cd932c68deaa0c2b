//! `/list`: what somebody saved, to read again or print. The cookie holds ids and nothing else.

use super::words::card;
use crate::domain::wording::count;
use crate::domain::{SearchQuery, Service, Shortlist};
use crate::pages::layout::{PageMeta, answer};
use crate::pages::shortlist_cookie::with_shortlist;
use crate::ui::{Card, NavSection};
use crate::web::{App, Failure, FormPairs, Visitor, redirect};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// The list.
///
/// # Errors
/// When the database does not answer.
pub async fn show_shortlist(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let before = app.store.troubles();
    let read = app.listings(visitor.list.ids()).await?;
    let unsure = app.store.troubles() != before;
    let services: Vec<_> = visitor.list.ids().iter().filter_map(|id| read.get(id).cloned()).collect();
    let about = PageMeta {
        title: format!("My list: {}", count(services.len() as u64, "service", "services")),
        door: Some(NavSection::List),
        at_door: true,
        islands: !services.is_empty(),
        no_index: true,
        ..PageMeta::default()
    };
    let (app_, gone) = (app.clone(), visitor.list.ids().len() - services.len());
    answer(&app, &visitor, about, move || page(&app_, &services, gone, unsure)).await
}

fn page(app: &App, services: &[Arc<Service>], gone: usize, unsure: bool) -> AnyView {
    let find = SearchQuery::default();
    let cards: Vec<_> = services
        .iter()
        .enumerate()
        .map(|(n, service)| {
            Card {
                saved: true,
                back: "/list".to_owned(),
                ..card(service, n + 1, None, &find, &app.area, app.clock.today())
            }
            .show()
        })
        .collect();
    let gone = (gone > 0).then(|| {
        let some = count(gone as u64, "service", "services");
        let (is, stays) = if gone == 1 { ("is", "It stays") } else { ("are", "They stay") };
        let words = if unsure {
            format!("We cannot show {some} you saved just now. {stays} on your list.")
        } else {
            format!("{some} you saved {is} no longer listed.")
        };
        view! { <p class="notice">{words}</p> }
    });
    if cards.is_empty() {
        return view! {
            <h1>"My list"</h1>
            {gone}
            <div class="card flow">
                <p class="lead">"Nothing is saved yet."</p>
                <p>"Press “Save” beside a service, and it will be here when you come back. The list stays on this device. We do not keep it."</p>
                <p><a class="btn" href="/search">"Find help"</a></p>
            </div>
        }
        .into_any();
    }
    let phones: Vec<_> = services
        .iter()
        .map(|s| {
            let phone = s.phone.clone().unwrap_or_else(|| "Not told to us".to_owned());
            view! { <li><b>{s.name.clone()}</b>" "<span dir="ltr">{phone}</span></li> }
        })
        .collect();
    let heading = format!("{} saved", count(services.len() as u64, "service", "services"));
    view! {
        <h1>"My list"</h1>
        <p>"This list stays on this device. We do not keep it. To share it, print this page."</p>
        {gone}
        <h2>{heading}</h2>
        <ul class="results plain" role="list">{cards}</ul>
        <section class="card flow" aria-labelledby="numbers"><h2 id="numbers">"Phone numbers"</h2><ul class="tasks plain">{phones}</ul></section>
        <form method="post" action="/list" class="screen-only"><input type="hidden" name="action" value="clear"/><input type="hidden" name="back" value="/list"/><button class="btn second">"Clear my list"</button></form>
    }
    .into_any()
}

/// Saves, takes off or clears; then back to where the button stood.
///
/// # Errors
/// When the form came from another site or was too large.
pub async fn change_shortlist(
    State(app): State<App>,
    visitor: Visitor,
    FormPairs(form): FormPairs,
) -> Result<Response, Failure> {
    let mut list = visitor.list;
    let id = form.first("id").and_then(|id| Uuid::try_parse(id).ok());
    match (form.first("action"), id) {
        (Some("add"), Some(id)) => {
            list.add(id);
        }
        (Some("remove"), Some(id)) => list.remove(id),
        (Some("clear"), _) => list = Shortlist::default(),
        _ => {}
    }
    let back = redirect(form.first("back").unwrap_or("/list"));
    Ok(with_shortlist(&app, back, &list))
}
