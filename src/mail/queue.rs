//! Works through the queue: what is due is sent, what fails is tried again later and later.

use super::{MailError, Transport};
use crate::domain::Clock;
use crate::store::{MOST_TRIES, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Mails taken at once: all are done, one after the other, before another process may take them.
const AT_ONCE: u32 = 3;
/// While a mail is being sent no other process takes it, in seconds: longer than the server may take.
const HELD: i64 = 120;
/// How often the queue is looked at when nobody says that there is something in it.
const LOOK: Duration = Duration::from_secs(5);

/// Tells the queue that there is something in it.
#[derive(Clone, Default)]
pub struct Mailer(Arc<Notify>);

impl Mailer {
    /// There is.
    pub fn wake(&self) {
        self.0.notify_one();
    }

    /// Works until the process ends.
    pub async fn run(&self, store: Store, transport: Arc<dyn Transport>, clock: Clock) {
        loop {
            match work(&store, transport.as_ref(), clock.seconds()).await {
                Ok(done) if done > 0 => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the mail queue cannot be read and will be later"),
            }
            let _ = tokio::time::timeout(LOOK, self.0.notified()).await;
        }
    }
}

/// Tries what is due once. Answers how many mails that was.
///
/// # Errors
/// When the database refuses: what was taken by the server and not noted goes again, with the same Message-ID.
pub async fn work(store: &Store, transport: &dyn Transport, now: i64) -> Result<usize, StoreError> {
    let due = store.take_mail(now, now + HELD, AT_ONCE).await?;
    for mail in &due {
        match transport.send(mail).await {
            Ok(()) => store.mail_sent(&mail.id).await?,
            Err(error) => {
                let never = matches!(error, MailError::Never(_)) || mail.tries >= MOST_TRIES;
                let next = (!never).then(|| now + pause(mail.tries));
                // The address is not for the log, and mail servers repeat it.
                let said = error.to_string().replace(&mail.recipient, "the address");
                let end = if never { "; given up" } else { "" };
                tracing::warn!("a mail was not sent (try {}): {said}{end}", mail.tries);
                store.mail_failed(&mail.id, next).await?;
            }
        }
    }
    Ok(due.len())
}

/// Seconds until the next try: a minute, doubling, at most six hours.
fn pause(tries: i64) -> i64 {
    let doubled = 60_i64.checked_shl(u32::try_from(tries.saturating_sub(1)).unwrap_or(0)).unwrap_or(i64::MAX);
    doubled.clamp(60, 6 * 60 * 60)
}

#[cfg(test)]
mod queue_tests {
    use super::pause;

    #[test]
    fn pauses_grow_and_end_growing() {
        assert_eq!([1, 2, 3, 9, 10, 80].map(pause), [60, 120, 240, 15_360, 21_600, 21_600]);
    }
}
