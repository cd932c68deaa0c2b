//! A view into an answer.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::prelude::*;
use memchr::memmem;

/// Renders a view once, in an owner of its own, and answers it as one piece of HTML.
///
/// The view is made inside the owner: nothing of one reader's page can reach another's.
pub fn html<V: IntoView + 'static>(status: StatusCode, view: impl FnOnce() -> V) -> Response {
    let owner = Owner::new();
    let page = owner.with_cleanup(|| view().into_view().to_html());
    let page = without_markers(&page);
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// Marks an answer whose page has an island, so that it may run our script.
#[derive(Clone, Copy, Debug)]
pub struct HasIslands;

/// Takes out the empty comments with which leptos marks places for hydration, which are not valid HTML. Only islands are
/// hydrated: theirs become valid comments. Text of ours cannot hold one: it is escaped.
fn without_markers(page: &str) -> String {
    let mut clean = String::with_capacity(page.len());
    let (mut from, mut in_island) = (0, false);
    for at in memmem::find_iter(page.as_bytes(), MARKER) {
        let before = &page[from..at];
        if let Some(tag) = memmem::rfind(before.as_bytes(), b"leptos-island") {
            in_island = !before[..tag].ends_with('/');
        }
        clean.push_str(before);
        if in_island {
            clean.push_str("<!---->");
        }
        from = at + MARKER.len();
    }
    clean.push_str(&page[from..]);
    clean
}

/// What leptos puts where a text or a list may change.
const MARKER: &[u8] = b"<!>";

/// JSON for programs.
pub fn json(value: &serde_json::Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], value.to_string()).into_response()
}

/// Plain text, or another kind of it.
pub fn text(media: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, media)], body).into_response()
}

/// 303 to an address of our own. Anything else goes to the home page: a form cannot send people to another site.
pub fn redirect(to: &str) -> Response {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.chars().any(char::is_control);
    let location = HeaderValue::from_str(if own { to } else { "/" }).unwrap_or(HeaderValue::from_static("/"));
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// Adds a visitor's cookie that lasts a year, or takes it away when its text is empty. Texts are our own: letters,
/// digits, hyphens and full stops.
pub fn with_cookie(mut response: Response, name: &str, text: &str, secure: bool) -> Response {
    let age = if text.is_empty() { 0 } else { 365 * 24 * 60 * 60 };
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}={text}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::without_markers;

    #[test]
    fn marks_stay_where_the_browser_looks_for_them_and_are_valid() {
        let island = |inside: &str| format!("<leptos-island data-component=\"A\">{inside}</leptos-island>");
        let page = format!("<p>a<!>b</p>{}<!><i>c</i>{}<!>", island("d<!>e<!>"), island("<!>"));
        let plain = format!("<p>ab</p>{}<i>c</i>{}", island("d<!---->e<!---->"), island("<!---->"));
        assert_eq!(without_markers(&page), plain);
        assert_eq!(without_markers("no<!> island"), "no island");
    }
}
