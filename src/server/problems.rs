//! Makes a whole page of every failure, also of a panic: never a bare line, never a stack.

use super::server_functions;
use crate::pages::error_page;
use crate::web::{App, Failure, RETRY_AFTER, Visitor, json};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;

/// Gives a failure its page; programs that ask for JSON get a line of it.
pub async fn pages(State(app): State<App>, visitor: Visitor, request: Request, next: Next) -> Response {
    let for_programs = request.uri().path().ends_with(".json");
    let for_islands = server_functions::is_one(request.uri().path());
    let for_script = asks_for_json(request.headers());
    let response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Failure>().cloned() else { return response };
    let mut page = if for_islands {
        (failure.status(), json(&serde_json::json!(failure.call_error()))).into_response()
    } else if for_programs {
        let message = failure.status().canonical_reason().unwrap_or("error");
        let body = serde_json::json!({ "errors": [{ "field": null, "message": message }] }).to_string();
        (failure.status(), [(header::CONTENT_TYPE, "application/json")], body).into_response()
    } else if for_script {
        let body = serde_json::json!({ "note": not_saved(failure.status()) }).to_string();
        (failure.status(), [(header::CONTENT_TYPE, "application/json")], body).into_response()
    } else {
        error_page::answer(&app, &visitor, &failure).await
    };
    for kept in [header::ALLOW, header::CACHE_CONTROL, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&kept) {
            page.headers_mut().insert(kept, value.clone());
        }
    }
    if page.status() == StatusCode::SERVICE_UNAVAILABLE {
        page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        page.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    page.extensions_mut().insert(failure);
    page
}

/// Whether a page's own script asks, that saves a draft while somebody writes: a browser that opens a page asks for HTML.
fn asks_for_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes() == b"application/json")
}

/// Why a draft was not saved, and what to do, in words for the page.
fn not_saved(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => {
            "Not saved: you have been signed out. Leave this page open, sign in again in another tab, then press Save."
        }
        StatusCode::CONFLICT => {
            "Not saved yet: you have signed in again since you opened this page. Press Save to go on."
        }
        StatusCode::PAYLOAD_TOO_LARGE => "Not saved: it is too long. Make it shorter, then press Save.",
        StatusCode::NOT_FOUND => {
            "Not saved: you cannot change this listing any more. Copy what you wrote before you leave."
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            "Not saved: we cannot save just now. Leave this page open, and press Save in a few minutes."
        }
        _ => "Not saved: something of ours has gone wrong. Leave this page open, and press Save in a few minutes.",
    }
}

/// A panic is a failure like any other. Its text is for the log.
pub fn panicked(reason: Box<dyn Any + Send>) -> Response<Body> {
    Failure::Broken(format!("panic: {}", panic_text(reason.as_ref()))).into_response()
}

/// What a panic said.
pub fn panic_text(reason: &(dyn Any + Send)) -> String {
    let text = reason.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| reason.downcast_ref::<&str>().copied()).unwrap_or_default().to_owned()
}
