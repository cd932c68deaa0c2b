//! What can go wrong with a page, named by what it means to the reader.

use super::pairs::Pairs;
use crate::domain::calls::CallError;
use crate::search::SearchError;
use crate::store::StoreError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// After so many seconds it is worth trying again, where something of ours is away.
pub const RETRY_AFTER: &str = "10";

/// Why there is no page. The server makes a full page of it, with a way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The address names nothing.
    NotFound,
    /// A form came from another site.
    OtherSite,
    /// The request was too large.
    TooLarge,
    /// We took too long.
    TooSlow,
    /// The visitor's form came too slowly, or not to its end.
    SlowBody,
    /// The request does not name its host, or not once, as HTTP/1.1 asks for.
    InvalidHost,
    /// The method is not one this address takes.
    WrongMethod,
    /// What an island alone asks was asked for as a page.
    NotACall,
    /// A form was not used because its sender is signed out, or signed in anew: what was typed is shown again.
    SessionExpired(Box<UnsavedForm>),
    /// A form could not be saved now: what was typed is shown again. The text is for the log alone.
    NotSaved(Box<UnsavedForm>, String),
    /// The database cannot answer or save anything now. The text is for the log alone.
    Unavailable(String),
    /// Something of ours broke. The text is for the log alone.
    Broken(String),
}

/// A form that was not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsavedForm {
    /// The address it was sent to.
    pub path: String,
    /// What was typed.
    pub pairs: Pairs,
    /// What the form must hold to be used; none while nobody is signed in, or where nobody need be.
    pub token: Option<String>,
}

impl Failure {
    /// The status that tells machines.
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::NotFound => StatusCode::NOT_FOUND,
            Failure::OtherSite => StatusCode::FORBIDDEN,
            Failure::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::TooSlow | Failure::NotSaved(..) | Failure::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Failure::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Failure::InvalidHost => StatusCode::BAD_REQUEST,
            Failure::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Failure::NotACall => StatusCode::NOT_ACCEPTABLE,
            Failure::SessionExpired(kept) if kept.token.is_some() => StatusCode::CONFLICT,
            Failure::SessionExpired(_) => StatusCode::UNAUTHORIZED,
            Failure::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Failure {
    /// What it means to an island that asked.
    pub fn call_error(&self) -> CallError {
        match self {
            Failure::NotFound => CallError::NotFound,
            Failure::OtherSite => CallError::OtherSite,
            Failure::TooLarge => CallError::TooLarge,
            Failure::TooSlow | Failure::NotSaved(..) | Failure::Unavailable(_) => CallError::Unavailable,
            Failure::SlowBody | Failure::InvalidHost | Failure::WrongMethod | Failure::NotACall => {
                CallError::NotUnderstood
            }
            Failure::SessionExpired(kept) if kept.token.is_some() => CallError::SignedInAnew,
            Failure::SessionExpired(_) => CallError::SignedOut,
            Failure::Broken(_) => CallError::Broken,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error.is_unavailable() {
            true => Failure::Unavailable(error.to_string()),
            false => Failure::Broken(error.to_string()),
        }
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        Failure::Broken(error.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
