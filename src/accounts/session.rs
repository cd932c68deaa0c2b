//! Sessions: who is signed in, since when, and until when.

use super::AccountError;
use super::secrets::{Secret, hash};
use crate::store::{Account, Store, StoreError};
use uuid::Uuid;

/// A session is written down as used at most this often, in seconds.
const TOUCH_EVERY: i64 = 60;

/// How far somebody has come in signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthLevel {
    /// All the way.
    Full,
    /// The second factor is still to be given.
    NeedsSecond,
    /// The second factor is still to be set up.
    NeedsEnrolment,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Session {
    /// What their cookie holds.
    pub secret: Secret,
    /// Who.
    pub account: Account,
    /// How far.
    pub standing: AuthLevel,
    /// When it ends if nothing more is done, in seconds since 1970.
    pub idle_expires_at: i64,
}

impl Session {
    /// What a form of theirs must hold, so that no other site can send it.
    pub fn form_token(&self) -> String {
        hash("form", self.secret.text())
    }

    /// What names this session where its owner sees all of theirs.
    pub fn name(&self) -> String {
        self.secret.hash()
    }
}

/// Begins a session. `about` is the kind of browser, in words.
///
/// # Errors
/// When the database refuses.
pub async fn start(store: &Store, account: Uuid, about: &str, now: i64) -> Result<Secret, AccountError> {
    let secret = Secret::new()?;
    store.begin_session(&secret.hash(), account, now, about).await?;
    store.forgive_second_factor(account).await?;
    Ok(secret)
}

/// Who a cookie belongs to; none when the session ended, by itself or by its owner.
///
/// # Errors
/// When the database does not answer.
pub async fn find(store: &Store, secret: &Secret, now: i64) -> Result<Option<Session>, AccountError> {
    let hash = secret.hash();
    let Some(row) = store.session(&hash).await? else { return Ok(None) };
    let (idle, whole) = row.account.role.session_minutes();
    let (idle, whole) = (idle * 60, whole * 60);
    // A clock that was set back ends sessions rather than lengthening them.
    let ended = now - row.seen > idle || now - row.created > whole || now < row.created - TOUCH_EVERY;
    if ended {
        done_or_later(store.end_session(&hash).await)?;
        return Ok(None);
    }
    if now - row.seen >= TOUCH_EVERY {
        done_or_later(store.touch_session(&hash, now).await)?;
    }
    let standing = match (row.account.role.is_council(), row.strong, &row.account.totp_secret) {
        (false, ..) | (true, true, _) => AuthLevel::Full,
        (true, false, Some(_)) => AuthLevel::NeedsSecond,
        (true, false, None) => AuthLevel::NeedsEnrolment,
    };
    let rests_until = (now + idle).min(row.created + whole);
    Ok(Some(Session { secret: secret.clone(), account: row.account, standing, idle_expires_at: rests_until }))
}

/// A note about a session that cannot be written now, on a full disk, keeps nobody from reading on.
fn done_or_later(written: Result<(), StoreError>) -> Result<(), StoreError> {
    match written {
        Err(error) if error.is_unavailable() => Ok(()),
        written => written,
    }
}

/// Once the second factor was given: a new name for the session, and the old one is worth nothing.
///
/// # Errors
/// When the database refuses.
pub async fn strengthen(store: &Store, session: &Session) -> Result<Option<Secret>, AccountError> {
    let new = Secret::new()?;
    Ok(store.strengthen_session(&session.secret.hash(), &new.hash()).await?.then_some(new))
}

/// Ends a session.
///
/// # Errors
/// When the database refuses.
pub async fn end(store: &Store, secret: &Secret) -> Result<(), AccountError> {
    Ok(store.end_session(&secret.hash()).await?)
}
