//! Makes a whole page of every failure, also of a panic: never a bare line, never a stack.

use crate::pages::problem;
use crate::web::{App, Failure, Visitor};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header;
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
    for kept in [header::ALLOW, header::CACHE_CONTROL, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&kept) {
            page.headers_mut().insert(kept, value.clone());
        }
    }
    page.extensions_mut().insert(failure);
    page
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
