//! Mail on its way. A mail is a row before anybody is told that it was sent.

use super::Store;
use super::error::StoreError;
use super::query::query;

/// A mail to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedMail {
    /// Names it in its Message-ID, the same each time it is tried.
    pub id: String,
    /// To whom.
    pub recipient: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub body: String,
    /// When it was written, in seconds since 1970.
    pub created: i64,
    /// How often it was tried.
    pub tries: i64,
}

/// After so many tries a mail is given up: three days at the longest pauses.
pub const MOST_TRIES: i64 = 18;

/// Done mail is kept for so many seconds, to be counted: 30 days. It holds no text.
const DONE_KEPT: i64 = 30 * 86_400;

/// What has become of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// It waits for its next try.
    Waiting,
    /// The mail server took it.
    Sent,
    /// It was tried often enough, or can never be sent.
    GivenUp,
}

impl MailState {
    /// The number for it in the database.
    pub fn number(self) -> i64 {
        match self {
            MailState::Waiting => 0,
            MailState::Sent => 1,
            MailState::GivenUp => 2,
        }
    }
}

impl Store {
    /// Puts a mail in the queue.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn queue_mail(&self, mail: &QueuedMail) -> Result<(), StoreError> {
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                tx.enqueue_mail(mail, mail.created, None).await?;
                tx.commit().await
            })
            .await
    }

    /// Takes mail that is due, and puts its next try off so that no other process takes it too. What ends soon goes first:
    /// somebody waits for it. What has ended is not taken.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_mail(&self, now: i64, again: i64, most: u32) -> Result<Vec<QueuedMail>, StoreError> {
        const SQL: &str = "UPDATE mail SET tries = tries + 1, next_try = $2 WHERE id IN \
             (SELECT id FROM mail WHERE state = 0 AND next_try <= $1 AND (expires IS NULL OR expires > $1) \
             ORDER BY CASE WHEN expires IS NULL THEN 1 ELSE 0 END, next_try, id LIMIT $3) \
             AND next_try <= $1 RETURNING id, recipient, subject, body, created, tries";
        type Row = (String, String, String, String, i64, i64);
        let rows: Vec<Row> = self
            .db
            .write(async {
                let mut tx = self.db.begin().await?;
                let rows = query(SQL).bind(now).bind(again).bind(i64::from(most)).fetch_all(&mut tx).await?;
                tx.commit().await?;
                Ok(rows)
            })
            .await?;
        let mail = |(id, recipient, subject, body, created, tries): Row| QueuedMail {
            id,
            recipient,
            subject,
            body,
            created,
            tries,
        };
        Ok(rows.into_iter().map(mail).collect())
    }

    /// Notes that a mail was taken by the mail server. What it said is forgotten: it may hold a link.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mail_sent(&self, id: &str) -> Result<(), StoreError> {
        self.end_mail(id, MailState::Sent).await
    }

    /// Puts a mail off; or gives it up, when it was tried often enough or can never be sent.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mail_failed(&self, id: &str, next_try: Option<i64>) -> Result<(), StoreError> {
        match next_try {
            Some(at) => {
                let later = query("UPDATE mail SET next_try = $2 WHERE id = $1").bind(id).bind(at);
                self.db.execute(later).await.map(drop)
            }
            None => self.end_mail(id, MailState::GivenUp).await,
        }
    }

    /// Notes what became of a mail at last. What it said is forgotten: it may hold a link.
    async fn end_mail(&self, id: &str, state: MailState) -> Result<(), StoreError> {
        let end = query("UPDATE mail SET state = $2, body = '', next_try = 0 WHERE id = $1");
        self.db.execute(end.bind(id).bind(state.number())).await.map(drop)
    }

    /// Puts a mail off as if it had not been tried: it was not its fault.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn mail_untried(&self, id: &str, next_try: i64) -> Result<(), StoreError> {
        let later = query("UPDATE mail SET tries = tries - 1, next_try = $2 WHERE id = $1");
        self.db.execute(later.bind(id).bind(next_try)).await.map(drop)
    }

    /// Gives up mail that has ended before it could be sent, and blanks it. Answers how many that was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn give_up_ended_mail(&self, now: i64) -> Result<u64, StoreError> {
        let end = query(
            "UPDATE mail SET state = $1, body = '', next_try = 0 WHERE state = $2 AND expires IS NOT NULL AND expires <= $3",
        );
        self.db.execute(end.bind(MailState::GivenUp.number()).bind(MailState::Waiting.number()).bind(now)).await
    }

    /// Throws away mail that is done: to whom it went is nobody's business for longer than it is counted.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_done_mail(&self, now: i64) -> Result<u64, StoreError> {
        let forget = query("DELETE FROM mail WHERE created < $1 AND state <> $2");
        self.db.execute(forget.bind(now - DONE_KEPT).bind(MailState::Waiting.number())).await
    }

    /// What stands in the mails that are kept.
    #[cfg(test)]
    pub async fn mail_bodies(&self) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT body FROM mail ORDER BY id";
        self.db.fetch_scalars(query(SQL)).await
    }

    /// How many mails wait, were sent, were given up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mail_counts(&self) -> Result<(u64, u64, u64), StoreError> {
        const SQL: &str = "SELECT state, count(*) FROM mail GROUP BY state";
        let rows: Vec<(i64, i64)> = self.db.fetch_all(query(SQL)).await?;
        let of =
            |state: MailState| rows.iter().find(|(s, _)| *s == state.number()).map_or(0, |(_, n)| n.unsigned_abs());
        Ok((of(MailState::Waiting), of(MailState::Sent), of(MailState::GivenUp)))
    }
}
