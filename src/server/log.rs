//! One line a request: method, route pattern, status, milliseconds. Never an address, a word or a postcode of anybody's.

use crate::web::Failure;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Logs a request when it has been answered.
pub async fn line(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |m| m.as_str().to_owned());
    // The one place that measures time.
    #[expect(clippy::disallowed_methods, reason = "how long a request took is measured here and nowhere else")]
    let began = Instant::now();
    let response = next.run(request).await;
    let ms = began.elapsed().as_micros() as f64 / 1000.0;
    let status = response.status().as_u16();
    match response.extensions().get::<Failure>() {
        Some(Failure::Broken(reason)) => tracing::error!(%method, route, status, ms, reason, "broken"),
        Some(Failure::Unavailable(reason) | Failure::NotSaved(_, reason)) => {
            tracing::warn!(%method, route, status, ms, reason, "unavailable");
        }
        _ => tracing::info!(%method, route, status, ms, "answered"),
    }
    response
}
