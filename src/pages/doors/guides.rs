//! Understand it: short guides and the words people use.

use super::text;
use crate::ui::{NavSection, prose};
use crate::web::{App, Failure, Visitor};
use axum::extract::{Path, State};
use axum::response::Response;
use leptos::prelude::*;

/// `/guides`.
///
/// # Errors
/// When the database does not answer.
pub async fn list_guides(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    text(&app, &visitor, "Understand it", NavSection::Guides, true, || {
        let guides: Vec<_> = app
            .area
            .texts
            .guides
            .iter()
            .map(|guide| {
                let href = format!("/guides/{}", guide.slug);
                view! { <li><a href=href>{guide.title.clone()}</a>" "<span>{guide.about.clone()}</span></li> }
            })
            .collect();
        view! {
            <p class="lead">"What happens next, and who decides."</p>
            <ul class="tasks plain">{guides}</ul>
            <p class="links"><a href="/glossary">"What the words mean"</a></p>
        }
        .into_any()
    })
    .await
}

/// `/guides/{slug}`.
///
/// # Errors
/// Not found when there is no such guide; broken when the database does not answer.
pub async fn show_guide(
    State(app): State<App>,
    Path(slug): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let guide = app.area.texts.guide(&slug).ok_or(Failure::NotFound)?;
    text(&app, &visitor, &guide.title, NavSection::Guides, false, || prose(&guide.text).into_any()).await
}

/// `/glossary`.
///
/// # Errors
/// When the database does not answer.
pub async fn show_glossary(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let mut words = app.area.words().jargon.clone();
    words.sort_by_key(|word| word.title.to_lowercase());
    text(&app, &visitor, "What the words mean", NavSection::Guides, false, || {
        let words: Vec<_> = words
            .into_iter()
            .map(|word| {
                let more = (word.guide != "/glossary").then(|| {
                    let about = format!(" about {}", word.title);
                    view! { " "<a href=word.guide.clone()>"Read our guide"<span class="vh">{about}</span></a> }
                });
                let id = word.id();
                view! { <div id=id><dt>{word.title}</dt><dd>{word.text}{more}</dd></div> }
            })
            .collect();
        view! { <p class="lead">"People who work with children use many short words. Here is what they mean."</p><dl class="sum-list card">{words}</dl> }.into_any()
    })
    .await
}
