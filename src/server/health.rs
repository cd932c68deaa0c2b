//! For those who look after the server.

use crate::web::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// The process answers.
pub async fn live() -> &'static str {
    "live\n"
}

/// The database answers, and the index has reached the number the database had at the start.
pub async fn ready(State(app): State<App>) -> Response {
    if !app.engine.is_ready() || app.engine.applied() < app.settings.change_at_start {
        return (StatusCode::SERVICE_UNAVAILABLE, "the index is catching up\n").into_response();
    }
    if !app.store.answers().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response();
    }
    "ready\n".into_response()
}
