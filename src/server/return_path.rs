//! Signing in leads to the page one came for. Whoever signs in is sent to where their work begins; there the guard sends them
//! on, once, if the page is one of the table and theirs to open.

use super::route::{RouteKind, Who};
use super::router::table;
use crate::domain::Role;
use crate::web::{App, redirect};
use axum::extract::Request;
use axum::http::Method;
use axum::response::Response;
use std::sync::OnceLock;

/// Remembers where a request was going that has to sign in first. Only what is opened is: a form would come back empty.
/// Where work begins one comes to in any case, so there is nothing to remember: whoever asked for it came for nothing else.
pub fn remember(app: &App, request: &Request, who: Who, response: Response) -> Response {
    match request.uri().path() {
        _ if request.method() != Method::GET || who == Who::PartiallyAuthenticated => response,
        path if is_home(path) => app.forget_return_path(response),
        _ => app.remember_return_path(response, request.uri()),
    }
}

/// The same for somebody who is half way in. Where work begins they were only sent by signing in: what is remembered stays.
pub fn remember_partially_authenticated(app: &App, request: &Request, who: Who, response: Response) -> Response {
    if is_home(request.uri().path()) { response } else { remember(app, request, who, response) }
}

fn is_home(path: &str) -> bool {
    Role::ALL.iter().any(|role| role.home() == path)
}

/// Where somebody is sent on to who has arrived where their work begins; none when they came for nothing else.
pub fn send_on(app: &App, request: &Request, role: Role) -> Option<Response> {
    if request.method() != Method::GET || request.uri().path() != role.home() {
        return None;
    }
    let wanted = app.return_path(request.headers())?;
    let path = wanted.split('?').next().unwrap_or_default();
    let may = !is_home(path) && who_may(path).is_some_and(|who| who != Who::PartiallyAuthenticated && who.allows(role));
    may.then(|| app.forget_return_path(redirect(wanted)))
}

/// Who may use an address, of those that somebody must be signed in for.
fn who_may(path: &str) -> Option<Who> {
    static PRIVATE: OnceLock<Vec<(&'static str, Who)>> = OnceLock::new();
    let private = PRIVATE.get_or_init(|| {
        let pages = table().into_iter().filter(|r| r.who != Who::Everybody && r.kind != RouteKind::Form);
        pages.map(|r| (r.path, r.who)).collect()
    });
    private.iter().find(|(pattern, _)| is_of(path, pattern)).map(|(_, who)| *who)
}

/// Whether a path is one of a pattern of the table, whose parameters are each one part.
fn is_of(path: &str, pattern: &str) -> bool {
    let (parts, of) = (path.split('/'), pattern.split('/'));
    parts.clone().count() == of.clone().count()
        && parts.zip(of).all(|(part, of)| if of.starts_with('{') { !part.is_empty() } else { part == of })
}

#[cfg(test)]
mod tests {
    use super::{Who, who_may};

    #[test]
    fn a_path_is_looked_up_in_the_table() {
        assert_eq!(who_may("/council/changes/7"), Some(Who::Council));
        assert_eq!(who_may("/council/audit.csv"), Some(Who::Admin));
        assert_eq!(who_may("/provider/listings/7/preview"), Some(Who::ListingEditor));
        for none in
            ["/", "/search", "/council/", "/council/changes/7/8/9", "/councils", "/sign-in", "/council/changes/"]
        {
            assert_eq!(who_may(none), None, "{none}");
        }
    }
}
