//! Makes a whole page of every failure, also of a panic: never a bare line, never a stack.

use crate::pages::problem;
use crate::web::{App, Failure, RETRY_AFTER, Visitor};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::any::Any;

/// Gives a failure its page; programs that ask for JSON get a line of it.
pub async fn pages(State(app): State<App>, visitor: Visitor, request: Request, next: Next) -> Response {
    let for_programs = request.uri().path().ends_with(".json");
    let response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Failure>().cloned() else { return response };
    let mut page = if for_programs {
        let message = failure.status().canonical_reason().unwrap_or("error");
        let body = serde_json::json!({ "errors": [{ "field": null, "message": message }] }).to_string();
        (failure.status(), [(header::CONTENT_TYPE, "application/json")], body).into_response()
    } else {
        problem::answer(&app, &visitor, &failure).await
    };
    for kept in [header::ALLOW, header::CACHE_CONTROL] {
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

/// A panic is a failure like any other. Its text is for the log.
pub fn panicked(reason: Box<dyn Any + Send>) -> Response<Body> {
    let text =
        reason.downcast_ref::<String>().cloned().or_else(|| reason.downcast_ref::<&str>().map(|s| (*s).to_owned()));
    Failure::Broken(format!("panic: {}", text.unwrap_or_default())).into_response()
}
