//! The shell round every page, filled in from the app and the visitor.

use crate::ui::{Help, NavSection, PageFrame, page};
use crate::web::{App, Failure, HasIslands, Visitor, asset_address, colours_address, html};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// What differs from page to page.
#[derive(Clone, Debug, Default)]
pub struct PageMeta {
    /// What the page is.
    pub title: String,
    /// The door it is behind.
    pub door: Option<NavSection>,
    /// Whether it is the door itself.
    pub at_door: bool,
    /// Whether it has an island.
    pub islands: bool,
    /// Whether search engines should leave it out.
    pub no_index: bool,
    /// Extra classes of `main`.
    pub main_class: &'static str,
    /// The status, when it is not 200.
    pub status: Option<StatusCode>,
    /// The navigation of somebody who is signed in.
    pub inside: Option<Vec<(&'static str, String, Option<&'static str>)>>,
}

/// Answers with a whole page.
///
/// # Errors
/// When the database does not say whether the sample is loaded.
pub async fn answer(
    app: &App,
    visitor: &Visitor,
    about: PageMeta,
    content: impl FnOnce() -> AnyView,
) -> Result<Response, Failure> {
    let sample = app.has_sample().await?;
    Ok(answer_with(app, visitor, about, sample, content))
}

/// The same when it is known whether the sample is loaded.
pub fn answer_with(
    app: &App,
    visitor: &Visitor,
    about: PageMeta,
    sample: bool,
    content: impl FnOnce() -> AnyView,
) -> Response {
    let contact = app.contact(sample);
    let script = if about.islands { asset_address("islands.js") } else { None };
    let frame = PageFrame {
        title: about.title,
        area: app.area.name.clone(),
        council: app.area.council.clone(),
        door: about.door,
        at_door: about.at_door,
        sample,
        away: app.store.is_away(),
        no_index: about.no_index,
        stylesheet: asset_address("site.css").unwrap_or_default().to_owned(),
        colours: colours_address(&app.area),
        icon: asset_address("favicon.svg").unwrap_or_default().to_owned(),
        script: script.map(str::to_owned),
        help: Help { phone: contact.phone, email: contact.email, hours: contact.hours },
        saved: visitor.list.ids().len(),
        theme: visitor.preferences.theme.word(),
        size: visitor.preferences.size.word(),
        spacing: visitor.preferences.spacing.word(),
        inside: about.inside,
        main_class: if about.main_class.is_empty() { "wrap" } else { about.main_class },
    };
    let mut response = html(about.status.unwrap_or(StatusCode::OK), move || page(frame, content()));
    if about.islands {
        response.extensions_mut().insert(HasIslands);
    }
    response
}
