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
pub struct PendingSignIn {
    /// What its cookie holds: the link works only there.
    pub browser: Secret,
}

/// Who asks for a link, and where it leads.
#[derive(Clone, Debug)]
pub struct SignInRequest<'a> {
    /// What the site is called in mail.
    pub site: &'a str,
    /// The address that mail leads to, without a slash at its end.
    pub base_url: &'a str,
    /// Whose link it is.
    pub email: &'a Email,
    /// What somebody who registers calls their organisation; none for somebody who signs in.
    pub registers: Option<&'a str>,
    /// What the cookie of the asking browser holds, where it asked before: its new link takes the place of the last.
    pub browser: Option<Secret>,
    /// When, in seconds since 1970.
    pub now: i64,
}

/// Sends a link to an address. The answer and the work are the same whether anybody has it: who has none is told so, in
/// the mail alone. By registering, an address that nobody has gets an account by its link; whoever has one is sent the link
/// to sign in. Asking ends no other link but this browser's last: whoever asks for somebody else's takes nothing from them.
///
/// `may_mail_a_stranger` is asked only where nobody has the address and nobody registers: false sends nothing.
///
/// # Errors
/// When the database or the system's randomness fails.
pub async fn send_sign_in_link(
    store: &Store,
    request: SignInRequest<'_>,
    may_mail_a_stranger: impl FnOnce() -> bool,
) -> Result<PendingSignIn, AccountError> {
    let SignInRequest { email, registers, now, .. } = request;
    let token = Secret::new()?;
    let browser = match &request.browser {
        Some(browser) => browser.clone(),
        None => Secret::new()?,
    };
    let code = code_for_token(&token);
    let account = store.account_by_email(email).await?;
    let mail = match &account {
        None if registers.is_none() => may_mail_a_stranger().then(|| nobody_mail(&request)),
        _ => Some(link_mail(&request, &token, &code)),
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
    store.begin_sign_in(&sign_in, mail.as_ref(), now).await?;
    Ok(PendingSignIn { browser })
}

/// The code that stands in the same mail as a link: whoever opens the link elsewhere is shown it, to type where they began.
pub fn code_for_token(token: &Secret) -> String {
    letters("code of a link", token.text(), CODE)
}

/// Uses a link in the browser that asked for it.
///
/// # Errors
/// When the database refuses.
pub async fn redeem_link(
    store: &Store,
    token: &Secret,
    browser: &Secret,
    now: i64,
) -> Result<Option<Uuid>, AccountError> {
    Ok(store.use_link(&token.hash(), &browser.hash(), now).await?)
}

/// Tries a code, as typed: small letters and spaces are no mistake.
///
/// # Errors
/// When the database refuses.
pub async fn redeem_code(store: &Store, typed: &str, browser: &Secret, now: i64) -> Result<CodeAnswer, AccountError> {
    let code: String = typed.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    Ok(store.use_code(&browser.hash(), &hash("code", &code), now).await?)
}

fn mail(request: &SignInRequest<'_>, body: String) -> QueuedMail {
    QueuedMail {
        id: Uuid::new_v4().to_string(),
        recipient: request.email.to_string(),
        subject: format!("Sign in to {}", request.site),
        body,
        created: request.now,
        tries: 0,
    }
}

fn link_mail(request: &SignInRequest<'_>, token: &Secret, code: &str) -> QueuedMail {
    let SignInRequest { site, base_url, .. } = request;
    let spaced = format!("{} {}", &code[..CODE / 2], &code[CODE / 2..]);
    let body = format!(
        "Someone, we hope you, asked to sign in to {site}.\n\n\
         Open this link in the browser where you asked:\n\n{base_url}/sign-in/link/{}\n\n\
         Or type this code there:\n\n{spaced}\n\n\
         Both work once, for 10 minutes.\n\n\
         If it was not you, do nothing: without this email nobody can sign in.\n",
        token.text()
    );
    mail(request, body)
}

fn nobody_mail(request: &SignInRequest<'_>) -> QueuedMail {
    let SignInRequest { site, base_url, .. } = request;
    let body = format!(
        "Someone, perhaps you, asked to sign in to {site} with this address. Nobody has signed up with it.\n\n\
         If you run a service and want to keep its page right, register here:\n\n{base_url}/register\n\n\
         If it was not you, do nothing.\n"
    );
    mail(request, body)
}
