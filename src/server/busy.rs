//! The answer to those for whom there is no room: made beforehand, so that saying no costs next to nothing.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

/// After how many seconds to try again: crowds pass sooner than faults.
pub const RETRY_WHEN_BUSY: HeaderValue = HeaderValue::from_static("5");

/// A page that needs no file of ours: a stylesheet would be asked for at the worst moment.
const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
<title>We are very busy – Local Offer</title>\n</head>\n<body>\n<main>\n<h1>We are very busy</h1>\n\
<p>Many people are using this site right now. Wait a few seconds, then open this page again.</p>\n\
<p>If you sent a form, we have not used it. Go back to it and send it again.</p>\n\
<p>If somebody is in danger now, call 999.</p>\n</main>\n</body>\n</html>\n";
const FOR_PROGRAMS: &str = r#"{"errors":[{"field":null,"message":"Service Unavailable"}]}"#;
const POLICY: &str = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// 503 with `Retry-After`, for an address.
pub fn answer(path: &str) -> Response {
    let (media, text) =
        if path.ends_with(".json") { ("application/json", FOR_PROGRAMS) } else { ("text/html; charset=utf-8", PAGE) };
    let mut response = Response::new(Body::from(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let put = response.headers_mut();
    put.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    put.insert(header::RETRY_AFTER, RETRY_WHEN_BUSY);
    put.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    put.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    put.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
