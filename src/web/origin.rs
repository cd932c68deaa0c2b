//! Whether a form was sent by a page of ours.

use axum::http::{HeaderMap, header};

/// Whether a browser itself says that a form was sent by a page of ours.
pub fn surely_same_site(headers: &HeaderMap, base_url: Option<&str>) -> bool {
    same_site(headers, base_url) && (headers.contains_key("sec-fetch-site") || headers.contains_key("origin"))
}

/// Whether a form was sent by a page of ours. A browser says so in `Sec-Fetch-Site` or `Origin`; what is no browser
/// says neither and carries nobody's cookies. `base_url` is the address people reach the site by, which a proxy may not
/// have passed on in `Host`.
pub fn same_site(headers: &HeaderMap, base_url: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if headers.contains_key("sec-fetch-site") {
        return matches!(text("sec-fetch-site"), Some("same-origin" | "none"));
    }
    if !headers.contains_key(header::ORIGIN) {
        return true;
    }
    let Some(origin) = text("origin").and_then(Origin::parse) else { return false };
    let host = text("host").is_some_and(|host| origin.is_at(host));
    host || base_url.and_then(Origin::parse).is_some_and(|own| own == origin)
}

/// Where a page comes from: scheme, host and port.
#[derive(PartialEq, Eq)]
struct Origin {
    scheme: String,
    /// In lower case, without the scheme's usual port.
    authority: String,
}

impl Origin {
    /// Of a URL or an `Origin` header. `null`, which says nothing, is none.
    fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let scheme = scheme.to_ascii_lowercase();
        let authority = without_usual_port(&scheme, rest.split('/').next()?);
        (!authority.is_empty()).then_some(Self { scheme, authority })
    }

    /// Whether a `Host` names this origin. Proxies write its usual port, or leave it out.
    fn is_at(&self, host: &str) -> bool {
        without_usual_port(&self.scheme, host) == self.authority
    }
}

fn without_usual_port(scheme: &str, authority: &str) -> String {
    let usual = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => "",
    };
    authority.strip_suffix(usual).unwrap_or(authority).to_ascii_lowercase()
}

#[cfg(test)]
mod origin_tests {
    use super::same_site;
    use axum::http::{HeaderMap, HeaderValue};

    fn taken(lines: &[(&'static str, &'static str)], base_url: Option<&str>) -> bool {
        let lines = lines.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        same_site(&HeaderMap::from_iter(lines), base_url)
    }

    #[test]
    fn a_proxy_may_write_the_usual_port_or_drop_it() {
        for (host, origin) in [
            ("example.org", "https://example.org"),
            ("example.org:443", "https://example.org"),
            ("Example.org", "https://example.ORG:443"),
            ("example.org:80", "http://example.org"),
            ("[::1]:443", "https://[::1]"),
            ("127.0.0.1:3000", "http://127.0.0.1:3000"),
        ] {
            assert!(taken(&[("host", host), ("origin", origin)], None), "{host} {origin}");
        }
        let base_url = Some("https://example.org:8443/");
        assert!(taken(&[("host", "example.org"), ("origin", "https://example.org:8443")], base_url));
        assert!(taken(&[("host", "127.0.0.1:3000"), ("origin", "https://example.org:8443")], base_url));
    }

    #[test]
    fn another_site_is_refused() {
        let base_url = Some("https://example.org");
        for (host, origin) in [
            ("example.org", "https://evil.example"),
            ("example.org", "https://example.org.evil.example"),
            ("example.org", "https://evil.example/example.org"),
            ("example.org:443", "https://example.org:444"),
            ("example.org:80", "https://example.org:80"),
            ("10.0.0.1", "http://example.org"),
            ("10.0.0.1", "https://example.org:444"),
            ("example.org", "null"),
            ("", "https://"),
            (":443", "https://:443"),
        ] {
            let same = host == "example.org:80" && origin == "https://example.org:80";
            assert_eq!(taken(&[("host", host), ("origin", origin)], base_url), same, "{host} {origin}");
        }
    }

    #[test]
    fn what_a_browser_says_of_the_site_wins() {
        let ours = ("origin", "https://example.org");
        for (site, is) in [("same-origin", true), ("none", true), ("same-site", false), ("cross-site", false)] {
            assert_eq!(taken(&[("host", "example.org"), ours, ("sec-fetch-site", site)], None), is, "{site}");
        }
        assert!(taken(&[("host", "example.org")], None));
    }
}
