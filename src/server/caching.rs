//! A page that has not changed costs nothing: its tag is made from what it depends on, before it is made.

use super::route::is_private;
use crate::web::{App, Visitor};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::headers::{ETag, HeaderMapExt, IfNoneMatch};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Answers 304 when the reader has the page already; otherwise gives the page its tag.
pub async fn unchanged(State(app): State<App>, visitor: Visitor, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if is_private(path) {
        let mut response = next.run(request).await;
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return response;
    }
    let ours = !path.starts_with("/assets/") && !path.starts_with("/health/") && path != "/favicon.ico";
    if request.method() != Method::GET || !ours || !app.engine.is_ready() {
        return next.run(request).await;
    }
    if app.store.is_away() {
        return not_kept(next.run(request).await);
    }
    let troubles = app.store.troubles();
    let Ok(tag) = tag(&app, &visitor).parse::<ETag>() else { return next.run(request).await };
    // Weak and strong are the same here (RFC 9110, section 13.1.2).
    let asked = request.headers().typed_get::<IfNoneMatch>();
    // "*" is whatever there is: only the page itself knows whether there is one.
    let any = asked.as_ref() == Some(&IfNoneMatch::any());
    let has = !any && asked.is_some_and(|have| !have.precondition_passes(&tag));
    let mut response = if has { StatusCode::NOT_MODIFIED.into_response() } else { next.run(request).await };
    if app.store.troubles() != troubles {
        return not_kept(response);
    }
    if any && response.status() == StatusCode::OK {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
        let put = response.headers_mut();
        put.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        put.insert(header::VARY, HeaderValue::from_static("cookie"));
        put.typed_insert(tag);
    }
    response
}

/// A page that was made while the database did not answer may be old or lack something: the next one is asked for anew.
fn not_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The version of the site, the address, and the visitor's choices. Weak: it is compressed on the way.
fn tag(app: &App, visitor: &Visitor) -> String {
    let mut hasher = DefaultHasher::new();
    app.version().hash(&mut hasher);
    visitor.address.hash(&mut hasher);
    visitor.preferences.text().hash(&mut hasher);
    visitor.list.text().hash(&mut hasher);
    visitor.came_from_search.hash(&mut hasher);
    format!("W/\"{:016x}\"", hasher.finish())
}
