//! A form that cannot be saved now is not lost: what was typed is kept until the answer is known, and shown again.

use crate::web::{App, FORM_TOKEN, Failure, FormPairs, UnsavedForm, read_body, same_site};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Keeps a form at hand. Stands before the guard: who is asking cannot be found out either while the database is away.
pub async fn keep_form(State(app): State<App>, request: Request, next: Next) -> Response {
    // A form of another site is refused by whoever reads it, and nothing of it is shown.
    let base_url = app.settings.base_url.as_deref();
    if request.method() != Method::POST || !same_site(request.headers(), base_url) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let bytes = match read_body(Request::from_parts(parts.clone(), body)).await {
        Ok(bytes) => bytes,
        Err(failure) => return failure.into_response(),
    };
    let path = parts.uri.path().to_owned();
    let response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    let Some(Failure::Unavailable(reason)) = response.extensions().get() else { return response };
    let FormPairs(mut pairs) = FormPairs::parse(&bytes);
    let token = pairs.first(FORM_TOKEN).map(str::to_owned);
    pairs.0.retain(|(name, _)| name != FORM_TOKEN);
    Failure::NotSaved(Box::new(UnsavedForm { path, pairs, token }), reason.clone()).into_response()
}
