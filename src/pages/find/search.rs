//! `/search`: results. Always 200: what was understood is answered, the rest is named beside its field.

use super::panel::panel;
use super::question::{Answer, ask};
use super::results::{heading, order_words, results};
pub use super::search_json::get as get_json;
use crate::islands::{ListToggle, LiveSearch, Suggestions};
use crate::pages::frame::{About, answer};
use crate::ui::{Door, Finder, finder};
use crate::web::{App, Failure, LiveResults, Pairs, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// The results page.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn get(State(app): State<App>, visitor: Visitor, pairs: Pairs) -> Result<Response, Failure> {
    let asked = ask(&app, &pairs).await?;
    let about = About {
        title: title(&asked),
        door: Some(Door::Find),
        at_door: asked.find.pairs().is_empty(),
        islands: true,
        no_index: !asked.find.pairs().is_empty(),
        ..About::default()
    };
    let (app_, visitor_) = (app.clone(), visitor.clone());
    answer(&app, &visitor, about, move || page(&asked, &app_, &visitor_)).await
}

fn title(answer: &Answer) -> String {
    let state = if answer.find.errors.is_empty() { "" } else { "Error: " };
    let pages = if answer.found.pages > 1 { format!(", page {} of {}", answer.found.page, answer.found.pages) } else { String::new() };
    format!("{state}{}{pages} - Find help", heading(answer))
}

fn page(answer: &Answer, app: &App, visitor: &Visitor) -> AnyView {
    let find = &answer.find;
    let live = visitor.preferences.live == LiveResults::On;
    let show = Finder {
        words: find.words.clone(),
        place: find.where_text.clone(),
        place_note: find.from.as_ref().and_then(|p| p.note.clone()),
        errors: find.errors.clone(),
        button: "Show results",
        ..Finder::default()
    };
    let sorted = format!("Sorted {}.", order_words(find));
    let below = view! { <p class="small">{sorted}" "<a href="#results">"Skip to results"</a></p> }.into_any();
    let page_error = find.errors.iter().find(|e| e.field == "page").map(|e| {
        let message = e.message.clone();
        view! { <p class="notice">{message}</p> }
    });
    let elsewhere: Vec<_> = find
        .errors
        .iter()
        .filter(|e| matches!(e.field, "ehcp" | "diagnosis" | "direct-payment" | "checked" | "untold"))
        .map(|e| {
            let message = e.message.clone();
            view! { <p class="notice">{message}</p> }
        })
        .collect();
    let live_island = live.then(|| view! { <LiveSearch/> });
    view! {
        <h1 class="eyebrow">"Find help"</h1>
        <form id="find" class="card" method="get" role="search" aria-label="Find help" action="/search">
            {finder(show, Some(view! { <Suggestions/> }.into_any()), Some(below))}
        </form>
        {page_error}
        {elsewhere}
        <div class="split start section-gap">
            {panel(answer, &app.area, live)}
            {results(answer, app, visitor)}
        </div>
        {live_island}
        <ListToggle/>
    }
    .into_any()
}
