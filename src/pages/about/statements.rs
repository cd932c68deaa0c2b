//! Privacy, and where facts come from.

use crate::domain::wording::{count, date};
use crate::pages::layout::{PageMeta, answer};
use crate::ui::prose;
use crate::web::{App, Failure, Visitor};
use axum::extract::State;
use axum::response::Response;
use leptos::prelude::*;

/// A page of text.
pub(super) async fn statement(
    app: &App,
    visitor: &Visitor,
    title: &str,
    content: impl FnOnce() -> AnyView,
) -> Result<Response, Failure> {
    let about = PageMeta { title: title.to_owned(), ..PageMeta::default() };
    let heading = title.to_owned();
    answer(app, visitor, about, move || {
        let content = content();
        view! { <div class="prose flow"><h1>{heading}</h1>{content}</div> }.into_any()
    })
    .await
}

/// `/privacy`.
///
/// # Errors
/// When the database does not answer.
pub async fn show_privacy(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let counts = app.settings.count_searches;
    statement(&app, &visitor, "What we keep about you: nothing", move || {
        let counted = counts.then(|| {
            view! {
                <h2>"What we count"</h2>
                <p>"When a search finds nothing, or only one or two services, we add one to a number: for that kind of help or need, that district, that age group and that day. It shows what is missing. It says nothing about you: no words you typed, no postcode, no address of your device."</p>
                <p>"Only groups of five or more are shown, once the month is over. Smaller ones are added together after 31 days, and everything is gone after two years. If your browser sends Do Not Track or Global Privacy Control, your searches are not counted."</p>
                <p class="links"><a href="/gaps/asked">"What families look for and do not find"</a></p>
            }
        });
        view! {
            <p class="lead">"You need no account. We do not know who you are, and we keep nothing about you or your child."</p>
            <ul>
                <li>"What you search for and your postcode are used to answer you, and then forgotten. They are not written down, not even in the server’s log."</li>
                <li>"The log has the kind of page, how long it took and whether it worked. It has no address of yours and no words of yours."</li>
                <li>"Nothing on these pages comes from another company. No maps, no fonts, no counters."</li>
            </ul>
            {counted}
            <h2>"Two cookies, and only if you press a button"</h2>
            <dl class="sum-list card">
                <div><dt>"list"</dt><dd>"Set when you press “Save”. It holds the services you saved, on your device, for a year."</dd></div>
                <div><dt>"prefs"</dt><dd>"Set when you save your colours and text size. It holds plain words, such as “dark”, for a year."</dd></div>
            </dl>
            <h2>"If you run a service and sign in"</h2>
            <p>"Families need no account. For people who keep a listing right, and for council staff, we keep an email address, what they may do, when they signed in and with what kind of browser, and what they changed. Who changed what is kept for two years. The listings themselves, and how they were before, are public and name nobody. Three more cookies belong to it: “return-to”, for an hour, holds the page you wanted when we asked you to sign in; “sign-in”, for ten minutes after you ask for a link; and “session”, while you are signed in. Emails are emptied as soon as they are sent. Who we sent them to is kept for 30 days."</p>
            <p>"Press “Clear my list”, or choose the first of each on the preferences page, and they are gone. Neither has a number that could tell you from somebody else."</p>
        }
        .into_any()
    })
    .await
}

/// `/about/data`.
///
/// # Errors
/// When the database does not answer.
pub async fn list_data_sources(State(app): State<App>, visitor: Visitor) -> Result<Response, Failure> {
    let sample = app.has_sample().await?;
    let loaded = app.evidence().await?;
    let sources = app.area.texts.sources.clone();
    statement(&app, &visitor, "Where our facts come from", move || {
        let files: Vec<_> = loaded
            .files
            .iter()
            .map(|f| {
                let (href, name) = (format!("/about/data/{}", f.name), f.name.clone());
                let rows = format!(": {}, loaded on {}", count(f.rows, "row", "rows"), date(f.loaded));
                view! { <li><a href=href>{name}</a>{rows}</li> }
            })
            .collect();
        let figures = (!files.is_empty()).then(|| {
            view! {
                <h2>"Figures"</h2>
                <p>"Numbers of children, waiting times, what is open, and rules that differ. Each row says who published it. A count of fewer than 5 people is kept nowhere."</p>
                <ul>{files}</ul>
            }
        });
        let fiction = sample.then(|| view! { <p class="notice">"The listings you see now are made up, to show how the site works. They are free for any use (CC0)."</p> });
        view! {
            <p class="lead">"Every number here has a source and a year. What nobody has told us is shown as “not told to us”."</p>
            {fiction}
            <h2>"Listings"</h2>
            <p>"They come from the people who run the services and from the council. Each page says when it was checked and by whom."</p>
            {figures}
            {prose(&sources)}
        }
        .into_any()
    })
    .await
}
