//! A request that takes too long is given up, and its visitor told so.

use super::busy::RETRY_WHEN_BUSY;
use crate::web::Failure;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use tokio::time::timeout;

/// How long a request may be handled.
pub const LONGEST: Duration = Duration::from_secs(10);

/// Gives a request up after [`LONGEST`].
pub async fn give_up(request: Request, next: Next) -> Response {
    match timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ([(header::RETRY_AFTER, RETRY_WHEN_BUSY)], Failure::TooSlow).into_response(),
    }
}
