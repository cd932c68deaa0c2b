//! Names and values from a form.

use super::app::App;
use super::failure::Failure;
use super::origin::same_site;
use super::pairs::Pairs;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use std::error::Error;

/// Why a form could not be received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// It is larger than the address takes.
    #[error("the body is too large")]
    TooLarge,
    /// It came too slowly.
    #[error("the body came too slowly")]
    TooSlow,
    /// It ended before its end.
    #[error("the body was cut short")]
    CutShort,
}

/// The whole body of a request.
///
/// # Errors
/// When it is too large, too slow or cut short.
pub async fn read_body(request: Request) -> Result<Bytes, Failure> {
    Bytes::from_request(request, &()).await.map_err(|rejection| fault(&rejection))
}

/// The body of a form.
pub struct FormPairs(pub Pairs);

impl FormPairs {
    /// Reads as many fields of a form as one may have.
    pub fn parse(bytes: &[u8]) -> Self {
        Self(Pairs::parse(bytes, Pairs::MOST_OF_A_FORM))
    }
}

impl FromRequest<App> for FormPairs {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        if !same_site(request.headers(), app.settings.base_url.as_deref()) {
            return Err(Failure::OtherSite);
        }
        let body = read_body(request).await?;
        let pairs = Pairs::parse(&body, Pairs::MOST_OF_A_FORM + 1);
        // Dropping fields silently would lose what somebody typed.
        if pairs.0.len() > Pairs::MOST_OF_A_FORM { Err(Failure::TooLarge) } else { Ok(Self(pairs)) }
    }
}

/// What it means to the reader that a body could not be read.
fn fault(rejection: &(dyn Error + 'static)) -> Failure {
    let mut cause = Some(rejection);
    while let Some(error) = cause {
        match error.downcast_ref() {
            Some(BodyFault::TooSlow | BodyFault::CutShort) => return Failure::SlowBody,
            Some(BodyFault::TooLarge) => return Failure::TooLarge,
            None => cause = error.source(),
        }
    }
    Failure::TooLarge
}
