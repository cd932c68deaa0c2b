//! Who is signed in, and forms that only they can have sent.

use super::app::App;
use super::failure::{Failure, UnsavedForm};
use super::forms::FormPairs;
use super::origin::surely_same_site;
use super::pairs::Pairs;
use super::settings::SigningIn;
use crate::accounts::{ANY_BROWSER, AccountError, Secret, Session, find};
use crate::domain::Role;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// The name of the field that shows where a form came from.
pub const FORM_TOKEN: &str = "form-token";

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Store(error) => error.into(),
            error => Failure::Broken(error.to_string()),
        }
    }
}

/// The secret that one of our cookies holds.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<Secret> {
    cookie_values(headers, name).find_map(Secret::parse)
}

/// Everything that cookies of a name hold, unread.
pub(super) fn cookie_values<'a>(headers: &'a HeaderMap, name: &str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(move |(n, _)| *n == name).map(|(_, value)| value)
}

impl App {
    /// A cookie's name: with https no other site or address can set it.
    pub fn cookie_name(&self, name: &str) -> String {
        match self.settings.signing_in {
            SigningIn::Secure => format!("__Host-{name}"),
            _ => name.to_owned(),
        }
    }

    /// Sets a cookie that scripts cannot read, for so many seconds; 0 takes it away.
    pub fn set_cookie(&self, mut response: Response, name: &str, value: &str, seconds: i64) -> Response {
        let secure = if self.settings.signing_in == SigningIn::Secure { "; Secure" } else { "" };
        let name = self.cookie_name(name);
        let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }

    /// Whether and how somebody can sign in by this request. Without https only on this machine: a proxy that passes on
    /// requests from elsewhere says so in `Host` or `X-Forwarded-For`, and is refused.
    pub fn signing_in(&self, headers: &HeaderMap) -> SigningIn {
        let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let local = ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|name| host.strip_prefix(name).is_some_and(|port| port.is_empty() || port.starts_with(':')));
        match self.settings.signing_in {
            SigningIn::Plain if !local || headers.contains_key("x-forwarded-for") => SigningIn::Refused,
            how => how,
        }
    }

    /// The session a request belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session_of(&self, headers: &HeaderMap) -> Result<Option<Session>, Failure> {
        if self.signing_in(headers) == SigningIn::Refused {
            return Ok(None);
        }
        let Some(secret) = cookie(headers, &self.cookie_name("session")) else { return Ok(None) };
        Ok(find(&self.store, &secret, self.clock.seconds()).await?)
    }

    /// Whether a link works in any browser: one that was printed on this machine, while sample data is loaded.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn any_browser(&self, headers: &HeaderMap, browser_hash: &str) -> Result<bool, Failure> {
        let here = self.signing_in(headers) == SigningIn::Plain && browser_hash == ANY_BROWSER;
        Ok(here && self.has_sample().await?)
    }

    /// Writes down who did what. That it could not be written is logged, and nothing is undone for it.
    pub async fn note(&self, who: &str, what: &str, about: &str) {
        let id = uuid::Uuid::new_v4();
        if let Err(error) = self.store.audit(id, self.clock.seconds(), who, what, about).await {
            tracing::error!(%error, "the audit log could not be written: {what}");
        }
    }
}

/// Somebody who is signed in, put there by the router's guard.
#[derive(Clone, Debug)]
pub struct CurrentUser(pub Session);

impl CurrentUser {
    /// Their role.
    pub fn role(&self) -> Role {
        self.0.account.role
    }
}

impl FromRequestParts<App> for CurrentUser {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        parts.extensions.get::<Session>().cloned().map(Self).ok_or(Failure::NotFound)
    }
}

/// A form of somebody who is signed in, sent from a page of ours.
pub struct SignedForm {
    /// Who.
    pub signed: CurrentUser,
    /// What they typed.
    pub pairs: Pairs,
}

impl FromRequest<App> for SignedForm {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &App) -> Result<Self, Failure> {
        let session = request.extensions().get::<Session>().cloned().ok_or(Failure::NotFound)?;
        let sure = surely_same_site(request.headers(), app.settings.base_url.as_deref());
        let path = request.uri().path().to_owned();
        let FormPairs(mut pairs) = FormPairs::from_request(request, app).await?;
        if pairs.first(FORM_TOKEN) != Some(&session.form_token()) {
            // A page from before one signed in again: nothing is done, and nothing that was typed is lost.
            pairs.0.retain(|(name, _)| name != FORM_TOKEN);
            let kept = UnsavedForm { path, pairs, token: Some(session.form_token()) };
            return Err(if sure { Failure::SessionExpired(Box::new(kept)) } else { Failure::OtherSite });
        }
        pairs.0.retain(|(name, _)| name != FORM_TOKEN);
        Ok(Self { signed: CurrentUser(session), pairs })
    }
}
