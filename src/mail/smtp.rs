//! Mail through an SMTP server, with TLS.

use super::reply::{Refusal, Stage};
use super::server_address::{Encryption, ServerAddress};
use super::{MailError, MailSettingsError, SenderAddress, Transport};
use crate::store::QueuedMail;
use lettre::address::Envelope;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use std::error::Error as _;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// How long the server may take over one mail, from the connection to its last word.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may take over our goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// An SMTP server.
pub struct Smtp {
    server: ServerAddress,
    sender: SenderAddress,
    patience: Duration,
}

impl Smtp {
    /// A server to which connections are made when there is mail. The address is `smtps://USER:PASSWORD@HOST:PORT` (TLS from
    /// the start) or `smtp://…?tls=required` (STARTTLS). `smtp://` alone, without TLS, is for a server on the same machine.
    ///
    /// # Errors
    /// When the address is not one of a mail server, or would send mail in the clear to another machine.
    pub fn new(address: &str, sender: SenderAddress) -> Result<Self, MailSettingsError> {
        Ok(Self { server: ServerAddress::parse(address)?, sender, patience: PATIENCE })
    }

    /// The same with another patience.
    #[cfg(test)]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, lettre::transport::smtp::Error> {
        let ServerAddress { host, port, encryption, credentials, hello } = &self.server;
        let from_the_start: Option<TlsParameters> = match encryption {
            Encryption::FromTheStart(tls) => Some(tls.clone()),
            _ => None,
        };
        let address = (host.as_str(), *port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(self.patience), hello, from_the_start, None).await?;
        if let Encryption::StartTls(tls) = encryption {
            connection.starttls(tls.clone(), hello).await?;
        }
        if let Some(credentials) = credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    /// The whole conversation. `stage` is kept up with how far it has come, and `connection` is left to be closed.
    async fn deliver(
        &self,
        envelope: &Envelope,
        text: &[u8],
        stage: &mut Stage,
        connection: &mut Option<AsyncSmtpConnection>,
    ) -> Result<(), Refusal> {
        let connection = connection.insert(self.connect().await.map_err(|e| refusal(*stage, &e))?);
        let done = converse(connection, envelope, text, stage).await;
        done.map_err(|e| refusal(*stage, &e))
    }
}

async fn converse(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    text: &[u8],
    stage: &mut Stage,
) -> Result<(), lettre::transport::smtp::Error> {
    *stage = Stage::Sender;
    connection.command(Mail::new(envelope.from().cloned(), Vec::new())).await?;
    *stage = Stage::Recipient;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
    }
    *stage = Stage::Content;
    connection.command(Data).await?;
    connection.message(text).await.map(drop)
}

fn refusal(stage: Stage, error: &lettre::transport::smtp::Error) -> Refusal {
    let code = error.status().map(u16::from);
    // With a code, what stands behind it is what the server said.
    let said = match (code, error.source()) {
        (Some(_), Some(said)) => said.to_string(),
        _ => error.to_string(),
    };
    Refusal { stage, code, said }
}

impl Transport for Smtp {
    fn send<'a>(&'a self, mail: &'a QueuedMail) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>> {
        Box::pin(async move {
            let message = self.sender.message(mail)?;
            let text = message.formatted();
            // Addresses are plain letters and text is encoded: a server needs no extension for either.
            if !text.is_ascii() || !mail.recipient.is_ascii() {
                return Err(MailError::Never("the address or the text is not plain letters".to_owned()));
            }
            let (mut stage, mut connection) = (Stage::Session, None);
            let delivered = self.deliver(message.envelope(), &text, &mut stage, &mut connection);
            let done = tokio::time::timeout(self.patience, delivered).await;
            // What was taken is taken: how the connection ends makes no difference to that. To whom says nothing, nor do we.
            if let (Ok(_), Some(mut connection)) = (&done, connection) {
                let _ = tokio::time::timeout(GOODBYE, connection.abort()).await;
            }
            done.unwrap_or_else(|_| {
                let said = format!("the mail server said nothing for {} s", self.patience.as_secs());
                Err(Refusal { stage, code: None, said })
            })
            .map_err(|refusal| refusal.judge())
        })
    }
}
