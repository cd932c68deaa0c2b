//! Headers of every answer: what a page may load, and who may frame it (nobody).

use crate::web::HasIslands;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// A page without an island runs no script at all; one with an island runs ours and compiles its WASM.
const STILL: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const WITH_ISLANDS: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The paths of families' pages with islands: a copy that a browser keeps is renewed without the page itself, so that the
/// path alone must tell. Pages behind the sign-in are never kept, and say it themselves.
fn has_islands(path: &str) -> bool {
    path == "/" || path == "/search" || path == "/list" || path.starts_with("/services/")
}

/// Adds them.
pub async fn add(request: Request, next: Next) -> Response {
    let by_path = has_islands(request.uri().path());
    let mut response = next.run(request).await;
    let says = response.extensions().get::<HasIslands>().is_some();
    let policy = if by_path || says { WITH_ISLANDS } else { STILL };
    let put = response.headers_mut();
    put.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    put.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    put.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    put.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    put.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    );
    response
}
