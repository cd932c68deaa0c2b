//! Pages for when there is no page: what happened, in plain words, and a way on.

use super::kept_form::typed_view;
use super::layout::{PageMeta, answer_with};
use super::not_saved;
use crate::area::Area;
use crate::web::{App, FORM_TOKEN, Failure, UnsavedForm, Visitor};
use axum::response::Response;
use leptos::prelude::*;

/// A full page for a failure.
pub async fn answer(app: &App, visitor: &Visitor, failure: &Failure) -> Response {
    // When the database itself is what broke, the page goes without the sample's notice.
    let sample = app.has_sample().await.unwrap_or(false);
    if let Failure::NotSaved(kept, _) = failure {
        return not_saved::answer(app, visitor, kept, sample);
    }
    if let Failure::SessionExpired(kept) = failure {
        let about = PageMeta {
            title: "We have kept what you wrote".to_owned(),
            no_index: true,
            status: Some(failure.status()),
            ..PageMeta::default()
        };
        return answer_with(app, visitor, about, sample, || kept_page(kept, &app.area));
    }
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
        Failure::Unavailable(_) => (
            "We cannot show that just now",
            "It is not your fault. Nothing is lost. Try again in a minute. You can still search for help.",
        ),
        Failure::SlowBody => (
            "What you sent did not reach us in time",
            "Your connection may be slow. Nothing was saved. Go back, copy what you wrote, and send it again.",
        ),
        Failure::InvalidHost => {
            ("We could not read that request", "It does not say which website it is for. Open one of the pages below.")
        }
        Failure::WrongMethod | Failure::NotACall => ("We cannot do that here", "This page cannot be used in that way."),
        Failure::Broken(_) | Failure::SessionExpired(_) | Failure::NotSaved(..) => (
            "Something of ours has gone wrong",
            "It is not your fault. Try again in a minute. Nothing you saved is lost.",
        ),
    };
    let about =
        PageMeta { title: title.to_owned(), no_index: true, status: Some(failure.status()), ..PageMeta::default() };
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

/// What was typed, to be sent again by one press: nothing was done with it.
fn kept_page(kept: &UnsavedForm, area: &Area) -> AnyView {
    let fields = kept.pairs.0.iter().cloned().map(|(name, value)| {
        // A text area keeps the lines of what was typed; it is read and not shown twice.
        view! { <textarea name=name hidden=true>{value}</textarea> }
    });
    let token = kept.token.clone().map(|token| view! { <input type="hidden" name=FORM_TOKEN value=token/> });
    let say = match kept.token {
        Some(_) => view! { <p class="lead">"You have signed in again since you opened that page. Nothing is lost: press the button, and it is saved."</p> }.into_any(),
        None => view! {
            <p class="lead">"You were signed out before you saved. Nothing is lost, as long as you leave this page open."</p>
            <ol class="links">
                <li><a href="/sign-in" target="_blank" rel="noopener">"Sign in (opens in another tab)"</a></li>
                <li>"Come back to this page and press the button."</li>
            </ol>
        }
        .into_any(),
    };
    let path = kept.path.clone();
    let yours = typed_view(&kept.pairs.0, area);
    view! {
        <div class="prose flow">
            <h1>"We have kept what you wrote"</h1>
            {say}
            <form method="post" action=path>
                {token}
                {fields.collect::<Vec<_>>()}
                <p><button class="btn">"Save what I wrote"</button></p>
            </form>
            {yours}
        </div>
    }
    .into_any()
}
