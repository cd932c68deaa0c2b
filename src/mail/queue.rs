//! Works through the queue: what is due is sent, several at once, those first that somebody waits for. What fails for a fault
//! of its own is tried again later and later; while the server is at fault, nothing is tried and no try counts.

use super::{MailError, Transport};
use crate::domain::Clock;
use crate::domain::wording::count;
use crate::store::{MOST_TRIES, QueuedMail, Store, StoreError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Mails that are sent at the same time, each over a connection of its own.
const AT_ONCE: u32 = 4;
/// While a mail is being sent no other process takes it, in seconds: longer than the server may take.
const HELD: i64 = 120;
/// How often the queue is looked at when nobody says that there is something in it.
const LOOK: Duration = Duration::from_secs(5);
/// After a fault of the server nothing is tried for so many seconds; twice as long each time, up to the second.
const REST: (i64, i64) = (15, 240);

/// The mail server takes nothing from us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerFault {
    /// Since when, in seconds since 1970.
    pub since: i64,
    /// What it said the last time, or what became of the connection. No address of a person is in it.
    pub said: String,
    /// When it is tried again.
    resumes: i64,
    /// For how long nothing is tried, in seconds.
    rest: i64,
}

/// Tells the queue that there is something in it, and knows whether the mail server takes mail.
#[derive(Clone, Default)]
pub struct Mailer {
    something: Arc<Notify>,
    fault: Arc<Mutex<Option<ServerFault>>>,
}

/// What one turn came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Turn {
    /// Mails that were tried.
    pub tried: usize,
    /// Why the server took none of them, where it was the server's fault alone.
    pub server_fault: Option<String>,
}

impl Mailer {
    /// There is.
    pub fn wake(&self) {
        self.something.notify_one();
    }

    /// What is wrong with the mail server, as far as this process knows; none while it takes mail.
    pub fn server_fault(&self) -> Option<ServerFault> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Works until the process ends.
    pub async fn run(&self, store: Store, transport: Arc<dyn Transport>, clock: Clock) {
        loop {
            match self.turn(&store, &transport, clock.seconds()).await {
                Ok(done) if done > 0 => continue,
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "the mail queue cannot be read and will be later"),
            }
            let _ = tokio::time::timeout(LOOK, self.something.notified()).await;
        }
    }

    /// Drops what has ended, and tries what is due unless the server rests. Answers how many mails were got rid of or put off
    /// for faults of their own: 0 when there is nothing to do now.
    ///
    /// # Errors
    /// When the database refuses.
    pub(super) async fn turn(
        &self,
        store: &Store,
        transport: &Arc<dyn Transport>,
        now: i64,
    ) -> Result<usize, StoreError> {
        let ended = store.give_up_ended_mail(now).await?;
        if ended > 0 {
            let ended = count(ended, "mail", "mails");
            tracing::warn!("{ended} to sign in given up: the link ended before the mail server took it");
        }
        if self.server_fault().is_some_and(|fault| fault.resumes > now) {
            return Ok(0);
        }
        let turn = work(store, transport, now).await?;
        self.learn(&turn, now);
        Ok(if turn.server_fault.is_some() { 0 } else { turn.tried })
    }

    fn learn(&self, turn: &Turn, now: i64) {
        let mut known = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        match &turn.server_fault {
            Some(said) => {
                let (since, rest) = known.as_ref().map_or((now, REST.0), |f| (f.since, (f.rest * 2).min(REST.1)));
                tracing::error!("the mail server takes nothing: {said}. Trying again in {rest} s; no mail is lost");
                *known = Some(ServerFault { since, said: said.clone(), resumes: now + rest, rest });
            }
            None if turn.tried > 0 && known.take().is_some() => {
                tracing::info!("the mail server takes mail again");
            }
            None => {}
        }
    }
}

/// Tries what is due once.
///
/// # Errors
/// When the database refuses: what was taken by the server and not noted goes again, with the same Message-ID.
pub(super) async fn work(store: &Store, transport: &Arc<dyn Transport>, now: i64) -> Result<Turn, StoreError> {
    let due = store.take_mail(now, now + HELD, AT_ONCE).await?;
    let mut turn = Turn { tried: due.len(), server_fault: None };
    let mut sending = JoinSet::new();
    for mail in due {
        let transport = transport.clone();
        sending.spawn(async move {
            let done = transport.send(&mail).await;
            (mail, done)
        });
    }
    let mut server_works = false;
    while let Some(ended) = sending.join_next().await {
        let (mail, done) = match ended {
            Ok(done) => done,
            Err(error) => {
                // It is held for a while and then taken again.
                tracing::error!(%error, "a mail was not sent, because of a mistake of ours");
                continue;
            }
        };
        match done {
            Ok(()) => {
                server_works = true;
                store.mail_sent(&mail.id).await?;
            }
            Err(error) => {
                let said = failed(store, &mail, &error, now).await?;
                match error {
                    MailError::Server { .. } => turn.server_fault = Some(said),
                    _ => server_works = true,
                }
            }
        }
    }
    // A server that took one mail, or refused it, is there.
    turn.server_fault = turn.server_fault.filter(|_| !server_works);
    Ok(turn)
}

/// Notes that a mail was not sent. Answers what the log may say of why.
async fn failed(store: &Store, mail: &QueuedMail, error: &MailError, now: i64) -> Result<String, StoreError> {
    let said = match error {
        // That it is the server is said where it is shown.
        MailError::Server { said, .. } => said.clone(),
        error => error.to_string(),
    };
    let said = without_address(&said, &mail.recipient);
    if let MailError::Server { mail_too: false, .. } = error {
        tracing::warn!("a mail was not sent (try {}): {said}", mail.tries);
        store.mail_untried(&mail.id, now).await?;
        return Ok(said);
    }
    let never = matches!(error, MailError::Never(_)) || mail.tries >= MOST_TRIES;
    let next = (!never).then(|| now + pause(mail.tries));
    let end = if never { "; given up" } else { "" };
    tracing::warn!("a mail was not sent (try {}): {said}{end}", mail.tries);
    store.mail_failed(&mail.id, next).await?;
    Ok(said)
}

/// What a mail server said, without addresses and without the name in ours: servers repeat them, and they are not for the log.
fn without_address(said: &str, recipient: &str) -> String {
    let name = recipient.split('@').next().unwrap_or_default();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let words = said.split_whitespace().map(|word| match word.contains('@') || bare(word) == bare(name) {
        true => "…",
        false => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Seconds until the next try: a minute, doubling, at most six hours.
fn pause(tries: i64) -> i64 {
    let doubled = 60_i64.checked_shl(u32::try_from(tries.saturating_sub(1)).unwrap_or(0)).unwrap_or(i64::MAX);
    doubled.clamp(60, 6 * 60 * 60)
}

#[cfg(test)]
mod queue_tests {
    use super::{pause, without_address};

    #[test]
    fn pauses_grow_and_end_growing() {
        assert_eq!([1, 2, 3, 9, 10, 80].map(pause), [60, 120, 240, 15_360, 21_600, 21_600]);
    }

    #[test]
    fn no_address_is_left_of_what_a_server_says() {
        for (said, left) in [
            ("550 5.1.1 <Jo@Example.org>: no such user", "550 5.1.1 … no such user"),
            ("550 user \"JO\" unknown at example.org", "550 user … unknown at example.org"),
            ("553 not jo@example.org,sam@example.org", "553 not …"),
        ] {
            assert_eq!(without_address(said, "jo@example.org"), left);
        }
    }
}
