//! Asking for a link, and using it or its code.

use super::AccountError;
use super::secrets::{Secret, hash, letters};
use crate::domain::Email;
use crate::store::{CodeAnswer, QueuedMail, Registration, SignIn, Store};
use uuid::Uuid;

/// How long a link and its code work, in seconds.
const LASTS: i64 = 10 * 60;
/// Letters of a code.
const CODE: usize = 8;

/// What the browser that asked is given.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What its cookie holds: the link works only there.
    pub browser: Secret,
}

/// Sends a link to an address. The answer and the work are the same whether anybody has it: who has none is told so, in
/// the mail alone.
///
/// # Errors
/// When the database or the system's randomness fails.
pub async fn ask(store: &Store, site: &str, base_url: &str, email: &Email, now: i64) -> Result<Asked, AccountError> {
    begin(store, site, base_url, email, None, now).await
}

/// The same for somebody who registers an organisation: an address that nobody has gets an account by its link. Whoever
/// has one is sent the link to sign in, and the answer is the same.
///
/// # Errors
/// As [`ask`].
pub async fn register(
    store: &Store,
    site: &str,
    base_url: &str,
    email: &Email,
    organization: &str,
    now: i64,
) -> Result<Asked, AccountError> {
    begin(store, site, base_url, email, Some(organization), now).await
}

async fn begin(
    store: &Store,
    site: &str,
    base_url: &str,
    email: &Email,
    registers: Option<&str>,
    now: i64,
) -> Result<Asked, AccountError> {
    let (token, browser) = (Secret::new()?, Secret::new()?);
    let code = code_of(&token);
    let account = store.account_by_email(email).await?;
    let mail = match &account {
        Some(_) => link_mail(site, base_url, email, &token, &code, now),
        None if registers.is_some() => link_mail(site, base_url, email, &token, &code, now),
        None => nobody_mail(site, base_url, email, now),
    };
    let new = |organization: &str| Registration { email: email.to_string(), organization: organization.to_owned() };
    let sign_in = SignIn {
        registers: registers.filter(|_| account.is_none()).map(new),
        token_hash: token.hash(),
        code_hash: hash("code", &code),
        browser_hash: browser.hash(),
        account: account.map(|a| a.id),
        expires: now + LASTS,
    };
    store.begin_sign_in(&sign_in, &mail, now).await?;
    Ok(Asked { browser })
}

/// The code that stands in the same mail as a link: whoever opens the link elsewhere is shown it, to type where they began.
pub fn code_of(token: &Secret) -> String {
    letters("code of a link", token.text(), CODE)
}

/// Uses a link in the browser that asked for it.
///
/// # Errors
/// When the database refuses.
pub async fn by_link(store: &Store, token: &Secret, browser: &Secret, now: i64) -> Result<Option<Uuid>, AccountError> {
    Ok(store.use_link(&token.hash(), &browser.hash(), now).await?)
}

/// Tries a code, as typed: small letters and spaces are no mistake.
///
/// # Errors
/// When the database refuses.
pub async fn by_code(store: &Store, typed: &str, browser: &Secret, now: i64) -> Result<CodeAnswer, AccountError> {
    let code: String = typed.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    Ok(store.use_code(&browser.hash(), &hash("code", &code), now).await?)
}

fn mail(email: &Email, subject: String, body: String, now: i64) -> QueuedMail {
    QueuedMail { id: Uuid::new_v4().to_string(), recipient: email.to_string(), subject, body, created: now, tries: 0 }
}

fn link_mail(site: &str, base_url: &str, email: &Email, token: &Secret, code: &str, now: i64) -> QueuedMail {
    let spaced = format!("{} {}", &code[..CODE / 2], &code[CODE / 2..]);
    let body = format!(
        "Someone, we hope you, asked to sign in to {site}.\n\n\
         Open this link in the browser where you asked:\n\n{base_url}/sign-in/link/{}\n\n\
         Or type this code there:\n\n{spaced}\n\n\
         Both work once, for 10 minutes.\n\n\
         If it was not you, do nothing: without this email nobody can sign in.\n",
        token.text()
    );
    mail(email, format!("Sign in to {site}"), body, now)
}

fn nobody_mail(site: &str, base_url: &str, email: &Email, now: i64) -> QueuedMail {
    let body = format!(
        "Someone, perhaps you, asked to sign in to {site} with this address. Nobody has signed up with it.\n\n\
         If you run a service and want to keep its page right, register here:\n\n{base_url}/register\n\n\
         If it was not you, do nothing.\n"
    );
    mail(email, format!("Sign in to {site}"), body, now)
}
