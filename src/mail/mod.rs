//! Mail: a queue in the database, and two ways out of it: an SMTP server, or files in a folder to try everything without
//! one. It knows the domain and the store.
//!
//! A mail is never lost with the process, nor for a fault of the server or of its settings. It can go twice only if the process dies between the server's answer and our
//! note of it, and then with the same Message-ID, which mail programs show once.

mod outbox;
mod queue;
mod reply;
mod server_address;
mod smtp;

pub use outbox::Outbox;
pub use queue::{Mailer, ServerFault};
pub use smtp::Smtp;

use crate::store::QueuedMail;
use lettre::Message;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use std::future::Future;
use std::pin::Pin;

/// Why a mail did not go.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It never will: the address or the text is not right, or the server says so for good.
    #[error("it can never be sent: {0}")]
    Never(String),
    /// It may another time; other mail goes.
    #[error("it could not be sent now: {0}")]
    Later(String),
    /// Nothing can be sent now, or as we are set up: the server cannot be reached, or refuses us.
    #[error("the mail server takes nothing now: {said}")]
    Server {
        /// What the server or the connection said.
        said: String,
        /// Whether it may have been this mail after all: then the try counts.
        mail_too: bool,
    },
}

/// A way out.
pub trait Transport: Send + Sync + 'static {
    /// Sends one mail. When this answers well, it has been taken.
    fn send<'a>(&'a self, mail: &'a QueuedMail) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>>;
}

/// Mail cannot go out as it is set up. In words for whoever sets it up.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MailSettingsError(String);

/// From whom mail comes.
#[derive(Clone, Debug)]
pub struct SenderAddress {
    from: Mailbox,
    host: String,
}

impl SenderAddress {
    /// `from` is "Lancashire Local Offer <noreply@…>" or an address alone; `host` is what stands after the @ of a Message-ID.
    ///
    /// # Errors
    /// When `from` is no such address.
    pub fn new(from: &str, host: &str) -> Result<Self, MailSettingsError> {
        let wrong = |e: &dyn std::fmt::Display| MailSettingsError(format!("mail cannot come from “{from}”: {e}"));
        let mailbox: Mailbox = from.parse().map_err(|e| wrong(&e))?;
        if !mailbox.email.to_string().is_ascii() {
            return Err(wrong(&"its address must be plain letters"));
        }
        Ok(Self { from: mailbox, host: host.to_owned() })
    }

    /// A mail as it goes over the wire.
    fn message(&self, mail: &QueuedMail) -> Result<Message, MailError> {
        let never = |what: &str, e: &dyn std::fmt::Display| MailError::Never(format!("{what}: {e}"));
        let seconds = u64::try_from(mail.created).unwrap_or(0);
        let date = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse().map_err(|e| never("the address", &e))?)
            .subject(&mail.subject)
            .date(date)
            .message_id(Some(format!("<{}@{}>", mail.id, self.host)))
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())
            .map_err(|e| never("the text", &e))
    }
}

#[cfg(test)]
mod server_tests;
#[cfg(test)]
pub(crate) mod stub;
#[cfg(test)]
mod tests;
