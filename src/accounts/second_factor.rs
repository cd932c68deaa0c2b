//! The second factor: codes that a telephone makes (TOTP, RFC 6238), and printed codes for when it is lost.

use super::AccountError;
use super::secrets::{Secret, hash, letters};
use super::session::Session;
use crate::store::{Account, SecondFactorAnswer, SecondFactorGuess, Store};
use qrcode::{Color, QrCode};
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Totp};

/// How many printed codes there are, and their letters.
const RECOVERY: (usize, usize) = (10, 10);

/// What is needed to set a telephone up.
pub struct Enrolment {
    /// The secret, to type where no picture can be taken.
    pub secret: String,
    /// The squares of the picture, row by row: true where dark.
    pub squares: Vec<bool>,
    /// How many squares a side has.
    pub side: usize,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// It is right.
    Right,
    /// It is wrong, or was used before.
    Wrong,
    /// It was wrong too often: the session must begin anew.
    TooOften,
    /// The telephone's secret cannot be opened now: only a printed code can be checked.
    CannotCheck,
}

/// What a session that has no second factor yet may set up: the same each time the page is shown, kept nowhere before it is
/// confirmed.
///
/// # Errors
/// When it cannot be drawn.
pub fn enrol(session: &Session, site: &str) -> Result<Enrolment, AccountError> {
    let totp = pending(session, site)?;
    let failed = |e: String| AccountError::SecondFactor(e);
    let url = totp.to_url().map_err(|e| failed(e.to_string()))?;
    let code = QrCode::new(url.as_bytes()).map_err(|e| failed(e.to_string()))?;
    let squares = code.to_colors().into_iter().map(|c| c == Color::Dark).collect();
    Ok(Enrolment { secret: totp.secret().to_base32(), squares, side: code.width() })
}

/// Sets the second factor up, where the telephone makes the right code and none was set up meanwhile. Answers the printed
/// codes, to be shown once.
///
/// # Errors
/// When the database or the system's randomness fails.
pub async fn confirm(
    store: &Store,
    session: &Session,
    site: &str,
    typed: &str,
    now: i64,
) -> Result<Option<Vec<String>>, AccountError> {
    let totp = pending(session, site)?;
    let Some(step) = totp.check(&digits(typed), now.unsigned_abs()) else { return Ok(None) };
    let codes = recovery_codes()?;
    let hashes: Vec<String> = codes.iter().map(|c| hash("recovery", c)).collect();
    let step = i64::try_from(step).unwrap_or(i64::MAX);
    let set = store.set_second_factor(session.account.id, &totp.secret().to_base32(), step, &hashes).await?;
    Ok(set.then_some(codes))
}

/// Checks a code of the telephone, or a printed one. Each works once, and the store counts each try before it compares.
///
/// # Errors
/// When the database refuses.
pub async fn check(
    store: &Store,
    account: &Account,
    site: &str,
    typed: &str,
    now: i64,
) -> Result<SecondFactor, AccountError> {
    let printed: String = typed.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    let mut guess = SecondFactorGuess::default();
    if printed.len() == RECOVERY.1 {
        guess.recovery_hash = Some(hash("recovery", &printed));
    }
    let opened = store.totp_secret(account);
    if let Err(error) = &opened {
        tracing::error!("a code of a phone cannot be checked: {error}");
    }
    if let Ok(Some(secret)) = &opened
        && let Ok(secret) = totp_rs::Secret::try_from_base32(secret)
    {
        let step = totp(secret, site, &account.email)?.check(&digits(typed), now.unsigned_abs());
        guess.step = step.map(|step| i64::try_from(step).unwrap_or(i64::MAX));
    }
    Ok(match (store.try_second_factor(account.id, &guess).await?, opened) {
        (SecondFactorAnswer::Right, _) => SecondFactor::Right,
        (SecondFactorAnswer::Exhausted, _) => SecondFactor::TooOften,
        (SecondFactorAnswer::Wrong, Err(_)) => SecondFactor::CannotCheck,
        (SecondFactorAnswer::Wrong, Ok(_)) => SecondFactor::Wrong,
    })
}

fn recovery_codes() -> Result<Vec<String>, AccountError> {
    (0..RECOVERY.0).map(|_| Ok(letters("recovery code", Secret::new()?.text(), RECOVERY.1))).collect()
}

fn pending(session: &Session, site: &str) -> Result<Totp, AccountError> {
    let bytes =
        Sha256::new().chain_update("second factor").chain_update([0]).chain_update(session.secret.text()).finalize();
    totp(totp_rs::Secret::from(bytes[..20].to_vec()), site, &session.account.email)
}

fn totp(secret: totp_rs::Secret, site: &str, email: &str) -> Result<Totp, AccountError> {
    // A colon would part the name in two.
    let plain = |text: &str| text.replace(':', " ");
    let builder = Builder::new().with_secret(secret).with_account_name(plain(email)).with_issuer(Some(plain(site)));
    builder.build().map_err(|e| AccountError::SecondFactor(e.to_string()))
}

fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).collect()
}
