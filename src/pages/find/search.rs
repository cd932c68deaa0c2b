//! `/search`: results. Always 200: what was understood is answered, the rest is named beside its field.

use super::panel::panel;
use super::question::{SearchAnswer, ask};
use super::results::{heading, order_words, results};
use crate::area::Area;
use crate::domain::SearchQuery;
use crate::islands::{LiveSearch, Suggestions};
use crate::pages::layout::{PageMeta, answer};
use crate::ui::{Finder, NavSection, finder, not_understood};
use crate::web::{App, Failure, LiveResults, Network, Pairs, Visitor};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use leptos::prelude::*;

/// The results page.
///
/// # Errors
/// When the database or the index does not answer.
pub async fn show_results(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    Network(network): Network,
    pairs: Pairs,
) -> Result<Response, Failure> {
    let asked = ask(&app, &pairs).await?;
    // A page further on is no new search, also where there is no such page.
    if pairs.first("page").is_none_or(|page| page == "1") {
        app.count_search(&headers, &network, &asked.find, asked.found.total, asked.found.confident);
    }
    let about = PageMeta {
        title: title(&asked, &app.area),
        door: Some(NavSection::Find),
        at_door: asked.find.pairs().is_empty(),
        islands: true,
        no_index: !asked.find.pairs().is_empty(),
        ..PageMeta::default()
    };
    let phone = app.contact(app.has_sample().await?).phone;
    let (app_, visitor_) = (app.clone(), visitor.clone());
    answer(&app, &visitor, about, move || page(&asked, &app_, &visitor_, &phone)).await
}

/// What was asked, how many there are, which page: different for every question, and an error first.
fn title(answer: &SearchAnswer, area: &Area) -> String {
    let find = &answer.find;
    let error = find.errors.first().map(|e| format!("Error: {}. ", e.message)).unwrap_or_default();
    let mut said = heading(answer, area);
    if answer.found.pages > 1 {
        said.push_str(&format!(", page {} of {}", answer.found.page, answer.found.pages));
    }
    format!("{error}{said} - Find help")
}

fn page(answer: &SearchAnswer, app: &App, visitor: &Visitor, phone: &str) -> AnyView {
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
    let summary = not_understood(&mistakes(find));
    let live_island = live.then(|| view! { <LiveSearch/> });
    view! {
        {summary}
        <h1 class="eyebrow">"Find help"</h1>
        <form id="find" class="card" method="get" role="search" aria-label="Find help" action="/search">
            {finder(show, Some(view! { <Suggestions/> }.into_any()), Some(below))}
        </form>
        {page_error}
        <div class="split start section-gap">
            {panel(answer, &app.area, live)}
            {results(answer, app, visitor, phone)}
        </div>
        {live_island}
    }
    .into_any()
}

/// Every message with the field it belongs to; where a page ends is no mistake.
fn mistakes(find: &SearchQuery) -> Vec<(String, String)> {
    let place = |field: &str| match field {
        "ehcp" | "diagnosis" | "direct-payment" | "untold" => "access".to_owned(),
        field => field.to_owned(),
    };
    let errors = find.errors.iter().filter(|e| e.field != "page");
    errors.map(|e| (place(e.field), e.message.clone())).collect()
}
