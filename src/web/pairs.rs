//! Names and values from an address or a form.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::convert::Infallible;

/// Names and values in order. Never fails: bytes that are no text become replacement characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// The most parameters that are read of an address.
    const MOST: usize = 200;
    /// The most fields that are read of a form: a listing with every group full has under a thousand.
    pub(super) const MOST_OF_A_FORM: usize = 2_000;

    pub(super) fn parse(bytes: &[u8], most: usize) -> Self {
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
