//! Names and values from an address or a form, and whether a form is our own.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::convert::Infallible;

use super::Failure;

/// Names and values in order. Never fails: bytes that are no text become replacement characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The most parameters that are read of an address.
    const MOST: usize = 200;
    /// The most fields that are read of a form: a listing with every group full has under a thousand.
    const MOST_OF_A_FORM: usize = 2_000;

    fn parse(bytes: &[u8], most: usize) -> Self {
        Self(form_urlencoded::parse(bytes).take(most).map(|(n, v)| (n.into_owned(), v.into_owned())).collect())
    }

    /// The first value of a name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

impl<S: Sync> FromRequestParts<S> for Pairs {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default().as_bytes(), Self::MOST))
    }
}

/// The body of a form.
pub struct FormPairs(pub Pairs);

impl FormPairs {
    /// Reads as many fields of a form as one may have.
    pub fn parse(bytes: &[u8]) -> Self {
        Self(Pairs::parse(bytes, Pairs::MOST_OF_A_FORM))
    }
}

impl<S: Send + Sync> FromRequest<S> for FormPairs {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        if !same_site(request.headers()) {
            return Err(Failure::OtherSite);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Failure::TooLarge)?;
        let pairs = Pairs::parse(&body, Pairs::MOST_OF_A_FORM + 1);
        // Dropping fields silently would lose what somebody typed.
        if pairs.0.len() > Pairs::MOST_OF_A_FORM { Err(Failure::TooLarge) } else { Ok(Self(pairs)) }
    }
}

/// Whether a browser itself says that a form was sent by a page of ours.
pub fn surely_same_site(headers: &HeaderMap) -> bool {
    same_site(headers) && (headers.contains_key("sec-fetch-site") || headers.contains_key("origin"))
}

/// Whether a form was sent by a page of ours. A browser says so in `Sec-Fetch-Site` or `Origin`; what is no browser
/// says neither and carries nobody's cookies.
pub fn same_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), headers.get(header::HOST).and_then(|v| v.to_str().ok())) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}
