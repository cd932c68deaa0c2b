//! Mail through an SMTP server, with TLS.

use super::{MailError, Sender, Transport};
use crate::store::QueuedMail;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// How long the server may take over one mail.
const PATIENCE: Duration = Duration::from_secs(30);

/// Which server.
#[derive(Clone, Debug)]
pub struct SmtpSettings {
    /// As `smtps://USER:PASSWORD@HOST:PORT` (TLS from the start) or `smtp://…?tls=required` (STARTTLS). `smtp://` alone,
    /// without TLS, is for a server on the same machine.
    pub url: String,
    /// A user, when it is not in the address.
    pub user: Option<String>,
    /// The user's password.
    pub password: Option<String>,
}

/// An SMTP server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    sender: Sender,
}

impl Smtp {
    /// A connection to be made when there is mail.
    ///
    /// # Errors
    /// When the address is not one of a mail server, or would send mail in the clear to another machine.
    pub fn new(settings: &SmtpSettings, sender: Sender) -> Result<Self, MailError> {
        let never = |reason: String| MailError::Never(reason);
        let clear = settings.url.starts_with("smtp://") && !settings.url.contains("tls=required");
        let host = settings.url.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.rsplit('@').next().unwrap_or_default();
        let local = ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|l| host.strip_prefix(l).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/', '?'])));
        if clear && !local {
            return Err(never(
                "mail would go in the clear: write smtps://, or smtp://HOST?tls=required for STARTTLS".to_owned(),
            ));
        }
        let builder =
            AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.url).map_err(|e| never(e.to_string()))?;
        let builder = match (&settings.user, &settings.password) {
            (Some(user), Some(password)) => builder.credentials(Credentials::new(user.clone(), password.clone())),
            _ => builder,
        };
        Ok(Self { transport: builder.timeout(Some(PATIENCE)).build(), sender })
    }
}

impl Transport for Smtp {
    fn send<'a>(&'a self, mail: &'a QueuedMail) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>> {
        Box::pin(async move {
            let message = self.sender.message(mail)?;
            match self.transport.send(message).await {
                Ok(_) => Ok(()),
                // 5xx: it will say the same tomorrow.
                Err(error) if error.is_permanent() => Err(MailError::Never(error.to_string())),
                Err(error) => Err(MailError::Later(error.to_string())),
            }
        })
    }
}
