//! Mail as files: one `.eml` a mail, to be opened with any mail program.

use super::{MailError, SenderAddress, Transport};
use crate::store::QueuedMail;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;

/// A folder that mail is written to.
pub struct Outbox {
    /// Where.
    pub folder: PathBuf,
    /// From whom.
    pub sender: SenderAddress,
}

impl Transport for Outbox {
    fn send<'a>(&'a self, mail: &'a QueuedMail) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>> {
        Box::pin(async move {
            let message = self.sender.message(mail)?;
            // A full disk or a folder that is not ours is no mail's fault.
            let later = |e: std::io::Error| {
                let said = format!("{}: {e}", self.folder.display());
                MailError::Server { said, mail_too: false }
            };
            tokio::fs::create_dir_all(&self.folder).await.map_err(later)?;
            // Whole or not at all: the name appears when everything is written. The same mail has the same name.
            let name = format!("{}-{}.eml", mail.created, mail.id);
            let (part, whole) = (self.folder.join(format!(".{name}")), self.folder.join(name));
            tokio::fs::write(&part, message.formatted()).await.map_err(later)?;
            tokio::fs::rename(&part, &whole).await.map_err(later)
        })
    }
}
