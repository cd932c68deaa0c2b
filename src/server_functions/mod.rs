//! What islands ask of the server: a call in the browser, and on the server the same call with the database behind it.
//!
//! Each is a leptos server function at a fixed address below `/do`, which stands in the router's table like any other. It
//! knows the domain alone: on the server its body calls `domain::calls::Calls`, which the server puts into leptos context.

mod error;

use crate::domain::calls::{CallError, ListChange, ListState};
use leptos::prelude::*;
use leptos::server_fn::Http;
use leptos::server_fn::codec::Json;
use uuid::Uuid;

/// Below it stand all addresses of server functions.
pub const PREFIX: &str = "/do";

/// What answers on the server.
#[cfg(feature = "ssr")]
pub type Backend = std::sync::Arc<dyn crate::domain::calls::Calls>;

/// Says what answers the calls of this request.
#[cfg(feature = "ssr")]
pub fn provide(backend: Backend) {
    provide_context(backend);
}

#[cfg(feature = "ssr")]
fn backend() -> Result<Backend, CallError> {
    use_context().ok_or(CallError::Broken)
}

/// Saves a service to the visitor's list, or takes it off.
#[server(prefix = "/do", endpoint = "change-list", protocol = Http<Json, Json>)]
pub async fn change_list(service: Uuid, change: ListChange) -> Result<ListState, CallError> {
    backend()?.change_list(service, change).await
}

/// Keeps a session awake, and answers how many seconds it lasts now.
#[server(prefix = "/do", endpoint = "stay-signed-in", protocol = Http<Json, Json>)]
pub async fn stay_signed_in(form_token: String) -> Result<i64, CallError> {
    backend()?.stay_signed_in(form_token).await
}
