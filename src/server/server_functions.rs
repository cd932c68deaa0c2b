//! What islands ask: leptos finds the server function, the router's table says who may call it.

use crate::accounts::Session;
use crate::pages::calls::VisitorCall;
use crate::server_functions::{Backend, PREFIX, provide};
use crate::web::{App, Failure, Visitor, same_site};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Whether an address is that of a server function.
pub fn is_one(path: &str) -> bool {
    path.strip_prefix(PREFIX).is_some_and(|rest| rest.starts_with('/'))
}

/// Answers a call of an island.
pub async fn answer(State(app): State<App>, visitor: Visitor, request: Request) -> Response {
    if let Err(failure) = is_a_call(&app, request.headers()) {
        return failure.into_response();
    }
    let session = request.extensions().get::<Session>().cloned();
    let call = VisitorCall::new(app, visitor, session);
    let backend: Backend = Arc::new(call.clone());
    let answered = leptos_axum::handle_server_fns_with_context(move || provide(backend.clone()), request).await;
    call.respond(answered.into_response())
}

/// Whether a page of ours asks. What asks for a page is refused: leptos would send it to whatever its `Referer` says.
fn is_a_call(app: &App, headers: &HeaderMap) -> Result<(), Failure> {
    let says = |name| headers.get_all(name).iter().filter_map(|v| v.to_str().ok());
    if says(header::ACCEPT).any(|accept| accept.to_ascii_lowercase().contains("html")) {
        return Err(Failure::NotACall);
    }
    // A form of another site cannot say that it is JSON.
    let json = says(header::CONTENT_TYPE).any(|media| media.starts_with("application/json"));
    if json && same_site(headers, app.settings.base_url.as_deref()) { Ok(()) } else { Err(Failure::OtherSite) }
}
