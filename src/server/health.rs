//! For those who look after the server.

use crate::web::{App, RETRY_AFTER};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

/// The process answers.
pub async fn report_live() -> &'static str {
    "live\n"
}

/// 200 when everything works: the database answers, changes can be saved and the index keeps up with it. Otherwise 503
/// with a line for each thing that does not.
pub async fn report_ready(State(app): State<App>) -> Response {
    let reasons = reasons(&app).await;
    if reasons.is_empty() {
        return "ready\n".into_response();
    }
    let body: String = reasons.iter().map(|reason| format!("{reason}\n")).collect();
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, RETRY_AFTER)], body).into_response()
}

/// What does not work now.
async fn reasons(app: &App) -> Vec<String> {
    let mut reasons = Vec::new();
    if !app.engine.is_ready() {
        reasons.push("the index is catching up".to_owned());
    }
    match app.store.change_number().await {
        Ok(number) => {
            if app.engine.is_ready() && app.lag.is_stuck(number, app.engine.applied(), Instant::now()) {
                let behind = number.saturating_sub(app.engine.applied());
                reasons.push(format!("the index is {behind} changes behind the database and does not follow"));
            }
            if !app.store.can_write().await {
                reasons.push("changes cannot be saved: the log says why".to_owned());
            }
        }
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            reasons.push("the database does not answer".to_owned());
        }
    }
    reasons
}
