//! Where a visitor’s list is kept: in a cookie of their own browser.

use crate::domain::Shortlist;
use crate::web::{App, with_cookie};
use axum::response::Response;

/// Puts the list into its cookie.
pub fn with_shortlist(app: &App, response: Response, list: &Shortlist) -> Response {
    let secure = app.settings.base_url.as_deref().is_some_and(|u| u.starts_with("https://"));
    with_cookie(response, "list", &list.text(), secure)
}
