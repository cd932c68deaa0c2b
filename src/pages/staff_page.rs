//! The frame of pages behind the sign-in: their own navigation, and a warning before the session ends.

use super::layout::{PageMeta, answer as framed};
use crate::accounts::Session;
use crate::domain::Role;
use crate::islands::SessionEnd;
use crate::web::{App, Failure, Visitor};
use axum::http::StatusCode;
use axum::response::Response;
use leptos::prelude::*;

/// A session is written down as used to the minute: it may end so many seconds before it says.
const SLACK: i64 = 60;

/// How many seconds a session lasts for sure if nothing more is done; 0 or more.
pub fn seconds_left(app: &App, session: &Session) -> i64 {
    (session.idle_expires_at - SLACK - app.clock.seconds()).max(0)
}

/// What differs from page to page.
#[derive(Clone, Debug, Default)]
pub struct StaffPage {
    /// What the page is.
    pub title: String,
    /// The address in the navigation that it stands behind, and whether it is that page itself.
    pub at: Option<(&'static str, bool)>,
    /// The status, when it is not 200.
    pub status: Option<StatusCode>,
}

/// Answers with a whole page for somebody who is signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn answer(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    inside: StaffPage,
    content: impl FnOnce() -> AnyView,
) -> Result<Response, Failure> {
    let waiting = if session.account.role.is_council() { app.store.count_waiting().await? } else { 0 };
    let changes = if waiting > 0 { format!("Changes ({waiting})") } else { "Changes".to_owned() };
    let links: Vec<(&'static str, String)> = match session.account.role {
        Role::Provider => vec![("/provider", "Your listings".to_owned()), ("/account", "Your account".to_owned())],
        _ => vec![
            ("/council", "Council".to_owned()),
            ("/council/changes", changes),
            ("/council/listings", "Listings".to_owned()),
            ("/account", "Your account".to_owned()),
        ],
    };
    let current = |href: &str| match inside.at {
        Some((at, true)) if at == href => Some("page"),
        Some((at, false)) if at == href => Some("true"),
        _ => None,
    };
    let links = links.into_iter().map(|(href, label)| (href, label, current(href))).collect();
    let about = PageMeta {
        title: inside.title,
        islands: true,
        no_index: true,
        status: inside.status,
        inside: Some(links),
        ..PageMeta::default()
    };
    let (left, form_token) = (seconds_left(app, session), session.form_token());
    framed(app, visitor, about, move || {
        view! {
            {content()}
            {view! { <SessionEnd left form_token/> }.into_any()}
        }
        .into_any()
    })
    .await
}
