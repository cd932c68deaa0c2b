//! Mail about what happened to listings: to whom it goes, and telling reviewers that something waits without a flood.

use super::Store;
use super::error::StoreError;
use super::mail::QueuedMail;
use super::query::query;
use crate::domain::Role;
use uuid::Uuid;

/// Reviewers get at most one mail in so many seconds that says how much waits.
const WAITING_PAUSE: i64 = 60 * 60;

impl Store {
    /// The addresses of everybody whose account belongs to an organisation.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn emails_of_organization(&self, organization: Uuid) -> Result<Vec<String>, StoreError> {
        const SQL: &str = "SELECT email FROM account JOIN account_organization ON account_id = account.id \
             WHERE organization_id = $1 ORDER BY email";
        self.db.fetch_scalars(query(SQL).bind(organization.to_string())).await
    }

    /// Queues mail that says how much waits, where something was sent that reviewers have not been told of and the last such
    /// mail is an hour old. What was sent counts as told in the same transaction, so that nothing is forgotten and nothing
    /// told twice. `mail` makes the mail from how many wait and to whom. Answers how many mails were queued.
    ///
    /// # Errors
    /// When the database refuses: then nothing is told yet.
    pub async fn tell_reviewers(&self, now: i64, mail: impl Fn(u64, &str) -> QueuedMail) -> Result<usize, StoreError> {
        const TURN: &str = "UPDATE notice SET at = at WHERE kind = 'waiting' AND at <= $1";
        const TOLD: &str = "UPDATE draft_message SET told = 1 WHERE told = 0 AND kind IN ('sent', 'answered')";
        const WAIT: &str = "SELECT count(*) FROM draft WHERE state = 'sent'";
        const REVIEWERS: &str = "SELECT email, role FROM account ORDER BY email";
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                // The row is held until the end: two processes take turns.
                let turn = query(TURN).bind(now - WAITING_PAUSE).execute(&mut tx).await?;
                if turn == 0 {
                    tx.rollback().await?;
                    return Ok(0);
                }
                // Told first, counted then: what is sent in between is told the next time as well, and never forgotten.
                let told = query(TOLD).execute(&mut tx).await?;
                let waiting: i64 = query(WAIT).fetch_scalar(&mut tx).await?;
                let accounts: Vec<(String, String)> = query(REVIEWERS).fetch_all(&mut tx).await?;
                let council = |role: &str| Role::parse(role).is_some_and(Role::is_council);
                let reviewers: Vec<&String> =
                    accounts.iter().filter(|(_, r)| council(r)).map(|(email, _)| email).collect();
                if told == 0 || reviewers.is_empty() {
                    tx.rollback().await?;
                    return Ok(0);
                }
                let mut queued = 0;
                if waiting > 0 {
                    for email in reviewers {
                        let mail = mail(waiting.unsigned_abs(), email);
                        tx.enqueue_mail(&mail, mail.created, None).await?;
                        queued += 1;
                    }
                    query("UPDATE notice SET at = $1 WHERE kind = 'waiting'").bind(now).execute(&mut tx).await?;
                }
                tx.commit().await?;
                Ok(queued)
            })
            .await
    }
}
