//! Mail: a queue in the database, and two ways out of it: an SMTP server, or files in a folder to try everything without
//! one. It knows the domain and the store.
//!
//! A mail is never lost with the process. It can go twice only if the process dies between the server's answer and our
//! note of it, and then with the same Message-ID, which mail programs show once.

mod outbox;
mod queue;
mod smtp;

pub use outbox::Outbox;
pub use queue::{Mailer, work};
pub use smtp::{Smtp, SmtpSettings};

use crate::store::QueuedMail;
use lettre::Message;
use lettre::message::header::ContentType;
use std::future::Future;
use std::pin::Pin;

/// Why a mail did not go.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It never will: the address or the text is not right, or the server says so for good.
    #[error("it can never be sent: {0}")]
    Never(String),
    /// It may another time.
    #[error("it could not be sent now: {0}")]
    Later(String),
}

/// A way out.
pub trait Transport: Send + Sync + 'static {
    /// Sends one mail. When this answers well, it has been taken.
    fn send<'a>(&'a self, mail: &'a QueuedMail) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>>;
}

/// From whom mail comes.
#[derive(Clone, Debug)]
pub struct Sender {
    /// "Lancashire Local Offer <noreply@…>".
    pub from: String,
    /// What stands after the @ of a Message-ID.
    pub host: String,
}

impl Sender {
    /// A mail as it goes over the wire.
    fn message(&self, mail: &QueuedMail) -> Result<Message, MailError> {
        let never = |what: &str, e: &dyn std::fmt::Display| MailError::Never(format!("{what}: {e}"));
        let seconds = u64::try_from(mail.created).unwrap_or(0);
        let date = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        Message::builder()
            .from(self.from.parse().map_err(|e| never("the sender", &e))?)
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
mod tests;
