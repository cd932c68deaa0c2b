//! What the parts of a page that run in the browser ask of the server, and what they are answered.

use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
use uuid::Uuid;

/// An answer that is on its way.
pub type Call<T> = Pin<Box<dyn Future<Output = Result<T, CallError>> + Send>>;

/// What one visitor's page may ask of the server. Each call is one request.
pub trait Calls: Send + Sync {
    /// Saves a service to the visitor's list, or takes it off.
    fn change_list(&self, service: Uuid, change: ListChange) -> Call<ListState>;

    /// Keeps the session of somebody who is signed in awake. Answers how many seconds it lasts now, 0 or more.
    ///
    /// `form_token` is the one that the page was made with: another session than the page's is not kept awake by it.
    fn stay_signed_in(&self, form_token: String) -> Call<i64>;
}

/// What happens to a service on a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListChange {
    /// It is saved.
    Add,
    /// It is taken off.
    Remove,
}

/// A list after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListState {
    /// Whether the service is on it. A full list takes no more.
    pub saved: bool,
    /// How many services are on it.
    pub services: usize,
}

/// Why a call has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CallError {
    /// Nobody is signed in any more.
    #[error("signed out")]
    SignedOut,
    /// Somebody has signed in since the page was made.
    #[error("signed in anew")]
    SignedInAnew,
    /// It came from another site.
    #[error("sent by another site")]
    OtherSite,
    /// It names nothing that the caller may use.
    #[error("not found")]
    NotFound,
    /// It is larger than the address takes.
    #[error("too large")]
    TooLarge,
    /// The server cannot answer now, and may in a moment.
    #[error("unavailable")]
    Unavailable,
    /// It is no call that the server knows.
    #[error("not understood")]
    NotUnderstood,
    /// Something of ours broke.
    #[error("broken")]
    Broken,
    /// There is no connection, or the answer makes no sense.
    #[error("no answer")]
    NoAnswer,
}
