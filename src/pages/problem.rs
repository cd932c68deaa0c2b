//! Pages for when there is no page: what happened, in plain words, and a way on.

use super::frame::{About, answer_with};
use crate::web::{App, Failure, Visitor};
use axum::response::Response;
use leptos::prelude::*;

/// A full page for a failure.
pub async fn answer(app: &App, visitor: &Visitor, failure: &Failure) -> Response {
    // When the database itself is what broke, the page goes without the sample's notice.
    let sample = app.has_sample().await.unwrap_or(false);
    let (title, say) = match failure {
        Failure::NotFound => ("We cannot find that page", "The address may have a slip in it, or the page has gone."),
        Failure::OtherSite => (
            "We did not do that",
            "The form came from another website, so we did not use it. Open the page here and try again.",
        ),
        Failure::TooLarge => {
            ("That was too much at once", "What you sent is larger than we can take. Send less and try again.")
        }
        Failure::TooSlow => ("We are very busy", "We could not answer in time. Try again in a minute."),
        Failure::WrongMethod => ("We cannot do that here", "This page cannot be used in that way."),
        Failure::Broken(_) => (
            "Something of ours has gone wrong",
            "It is not your fault. Try again in a minute. Nothing you saved is lost.",
        ),
    };
    let about = About { title: title.to_owned(), no_index: true, status: Some(failure.status()), ..About::default() };
    answer_with(app, visitor, about, sample, move || {
        view! {
            <div class="prose flow">
                <h1>{title}</h1>
                <p class="lead">{say}</p>
                <form class="card" role="search" aria-label="Find help" action="/search" method="get">
                    <div class="field"><label for="q">"What were you looking for?"</label><input id="q" name="q" type="search" maxlength="300"/></div>
                    <p><button class="btn">"Find help"</button></p>
                </form>
                <p>"Or go to one of these:"</p>
                <ul class="links">
                    <li><a href="/">"The home page"</a></li>
                    <li><a href="/districts">"Your district"</a></li>
                    <li><a href="/guides">"How things work, and who decides"</a></li>
                </ul>
            </div>
        }
        .into_any()
    })
}
