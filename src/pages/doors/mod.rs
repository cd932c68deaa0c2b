//! The other doors. Until each is built, its page answers its question with what is known now: what the law says, where
//! to look on this site, and who to ask.

pub mod guides;
pub mod say;

use crate::pages::layout::{PageMeta, answer};
use crate::ui::NavSection;
use crate::web::{App, Failure, Visitor};
use axum::response::Response;
use leptos::prelude::*;

/// A page of text behind a door.
async fn text(
    app: &App,
    visitor: &Visitor,
    title: &str,
    door: NavSection,
    at_door: bool,
    content: impl FnOnce() -> AnyView,
) -> Result<Response, Failure> {
    let about = PageMeta { title: title.to_owned(), door: Some(door), at_door, ..PageMeta::default() };
    let heading = title.to_owned();
    answer(app, visitor, about, move || {
        let content = content();
        view! { <div class="prose flow"><h1>{heading}</h1>{content}</div> }.into_any()
    })
    .await
}
