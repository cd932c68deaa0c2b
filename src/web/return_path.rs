//! Where somebody was going when they had to sign in first: kept in a cookie of their own browser for an hour, so that it
//! outlasts the mail, the code and the second factor, and stands in no link that others may see.
//!
//! It is only ever an address of this site that a browser asked for and the guard of the router turned away. What comes back
//! is a browser's word: [`App::return_path`] reads its shape again, and the guard asks its table again.

use super::app::App;
use super::current_user::cookie_values;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

/// The cookie's name.
const COOKIE: &str = "return-to";
/// How long it is kept, in seconds: longer than a mail takes that is asked for twice.
const KEPT: i64 = 3_600;
/// The longest address that is kept, in bytes.
const LONGEST: usize = 500;

impl App {
    /// Remembers where somebody was going. What is too long or strange to be one of our addresses is not remembered.
    pub fn remember_return_path(&self, response: Response, uri: &Uri) -> Response {
        let whole = uri.path_and_query().and_then(|whole| parse(whole.as_str()));
        // A query that cannot be kept is left out: the page is still the one that was asked for.
        match whole.or_else(|| parse(uri.path())) {
            Some(path) => self.set_cookie(response, COOKIE, path, KEPT),
            None => response,
        }
    }

    /// Where somebody was going: a path of this site with its query, or none.
    pub fn return_path<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookie_values(headers, &self.cookie_name(COOKIE)).find_map(parse)
    }

    /// Forgets where somebody was going.
    pub fn forget_return_path(&self, response: Response) -> Response {
        self.set_cookie(response, COOKIE, "", 0)
    }
}

/// A path with its query that can only lead to this site: one slash and then a letter, and no character that browsers or
/// proxies read in more than one way. A cookie can hold it as it is.
fn parse(text: &str) -> Option<&str> {
    let plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~' | '?' | '=' | '&' | '%' | '+');
    let mut chars = text.chars();
    let starts = chars.next() == Some('/') && chars.next().is_some_and(|c| c.is_ascii_alphabetic());
    let path = text.split('?').next().unwrap_or_default();
    // An encoded slash, a dot segment or an empty one would be another path to whoever decodes it.
    let one_path =
        !path.contains('%') && !path.contains("//") && !path.split('/').any(|part| matches!(part, "." | ".."));
    (starts && one_path && text.len() <= LONGEST && text.chars().all(plain)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn only_a_path_of_this_site_comes_back() {
        for fine in
            ["/council", "/council/changes/5f0c-1", "/provider?right=a-club", "/council/listings?q=swim+club&page=2%26"]
        {
            assert_eq!(parse(fine), Some(fine));
        }
        for evil in [
            "",
            "/",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/%2f/evil.example",
            "/%5cevil.example",
            "https://evil.example",
            "evil.example",
            "/council/%0d%0aSet-Cookie:x",
            "/council\r\nX: y",
            "/council/../../evil",
            "/council//evil",
            "/council;x",
            "/council,x",
            "/council \u{a0}",
            "/ council",
            "/\tcouncil",
            "/council#x",
            "/@evil.example",
            "/.evil.example",
            "/council?x=\u{1}",
            "/council?to=https://evil.example",
        ] {
            assert_eq!(parse(evil), None, "{evil:?}");
        }
        assert_eq!(parse(&format!("/council?q={}", "a".repeat(500))), None, "too long");
    }
}
