//! A form that cannot be saved now is not lost: what was typed is kept until the answer is known, and shown again.

use crate::web::{FORM_TOKEN, Failure, FormPairs, Kept, same_site};
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Keeps a form at hand. Stands before the guard: who is asking cannot be found out either while the database is away.
pub async fn keep_form(request: Request, next: Next) -> Response {
    // A form of another site is refused by whoever reads it, and nothing of it is shown.
    if request.method() != Method::POST || !same_site(request.headers()) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await else {
        return Failure::TooLarge.into_response();
    };
    let path = parts.uri.path().to_owned();
    let response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    let Some(Failure::Unavailable(reason)) = response.extensions().get() else { return response };
    let FormPairs(mut pairs) = FormPairs::parse(&bytes);
    let token = pairs.first(FORM_TOKEN).map(str::to_owned);
    pairs.0.retain(|(name, _)| name != FORM_TOKEN);
    Failure::NotSaved(Box::new(Kept { path, pairs, token }), reason.clone()).into_response()
}
