//! Refuses what is no proper request before anything else looks at it.

use crate::web::Failure;
use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

/// Passes on requests that name their host once and whose path is text.
pub async fn check(request: Request, next: Next) -> Response {
    if !names_its_host(request.version(), request.headers()) {
        return Failure::InvalidHost.into_response();
    }
    let path = request.uri().path();
    // All paths of ours are text: any other names nothing, whichever handler it would reach.
    if path.contains('%') && percent_decode_str(path).decode_utf8().is_err() {
        return Failure::NotFound.into_response();
    }
    next.run(request).await
}

/// HTTP/1.1 asks for exactly one valid `Host`; HTTP/1.0 did not know it.
fn names_its_host(version: Version, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => {
            Authority::try_from(host.as_bytes()).is_ok_and(|a| !a.host().is_empty() && !a.as_str().contains('@'))
        }
        (None, _) => version < Version::HTTP_11,
        (Some(_), Some(_)) => false,
    }
}
