//! Links and codes that were asked for. They are kept as hashes only; times are seconds since 1970.

use super::Store;
use super::db::{StoreError, in_transaction, on};
use super::mail::{QueuedMail, enqueue_mail};
use super::registrations::{Registration, register};
use super::services::json;
use uuid::Uuid;

/// A link that was asked for.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The hash of what the link holds.
    pub token_hash: String,
    /// The hash of the code in the same mail.
    pub code_hash: String,
    /// The hash of what the asking browser's cookie holds.
    pub browser_hash: String,
    /// Whose it is; none for an address nobody has.
    pub account: Option<Uuid>,
    /// When it ends.
    pub expires: i64,
    /// For an address nobody has: what they said who register.
    pub registers: Option<Registration>,
}

/// What became of a code that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeAnswer {
    /// It is right: this account signs in.
    Right(Uuid),
    /// It is wrong; so many more tries.
    Wrong(u32),
    /// There is nothing to sign in to: never asked for, used, ended, or wrong too often.
    Ended,
}

/// Wrong codes that a sign-in takes; the next ends it.
pub const MOST_WRONG: u32 = 5;

impl Store {
    /// Keeps a link that was asked for, with the mail that holds it, in one transaction. Those that ended are thrown away.
    /// The mail ends with the link: it is never sent late. Without a mail the work is the same and nothing is sent.
    ///
    /// # Errors
    /// When the database refuses: then neither is kept.
    pub async fn begin_sign_in(&self, one: &SignIn, mail: Option<&QueuedMail>, now: i64) -> Result<(), StoreError> {
        in_transaction!(&self.db, |tx| {
            sqlx::query("DELETE FROM sign_in WHERE expires < $1").bind(now).execute(&mut *tx).await?;
            // A browser has one link at a time: the newest. Printed links are of no browser: there, each account has one.
            sqlx::query("DELETE FROM sign_in WHERE browser_hash = $1 AND (browser_hash <> 'any' OR account_id = $2)")
                .bind(&one.browser_hash)
                .bind(one.account.map(|a| a.to_string()))
                .execute(&mut *tx)
                .await?;
            sqlx::query(
                "INSERT INTO sign_in (token_hash, code_hash, browser_hash, account_id, expires, registers) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(&one.token_hash)
            .bind(&one.code_hash)
            .bind(&one.browser_hash)
            .bind(one.account.map(|a| a.to_string()))
            .bind(one.expires)
            .bind(one.registers.as_ref().map(json))
            .execute(&mut *tx)
            .await?;
            if let Some(mail) = mail {
                enqueue_mail!(tx, mail, now, Some(one.expires));
            }
            tx.commit().await?;
        });
        Ok(())
    }

    /// The browser hash of a link that may still be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_sign_in(&self, token_hash: &str, now: i64) -> Result<Option<String>, StoreError> {
        const SQL: &str = "SELECT browser_hash FROM sign_in WHERE token_hash = $1 AND used = 0 AND wrong < $2 AND expires > $3 \
             AND (account_id IS NOT NULL OR registers IS NOT NULL)";
        Ok(on!(&self.db, |pool| sqlx::query_scalar(SQL)
            .bind(token_hash)
            .bind(i64::from(MOST_WRONG))
            .bind(now)
            .fetch_optional(pool)
            .await?))
    }

    /// Uses a link: of any number at once, one succeeds.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_link(&self, token_hash: &str, browser_hash: &str, now: i64) -> Result<Option<Uuid>, StoreError> {
        const SQL: &str = "UPDATE sign_in SET used = 1 WHERE token_hash = $1 AND browser_hash = $2 AND used = 0 \
             AND wrong < $3 AND expires > $4 AND (account_id IS NOT NULL OR registers IS NOT NULL) \
             RETURNING account_id, registers";
        let id: Option<String> = in_transaction!(&self.db, |tx| {
            let used: Option<(Option<String>, Option<String>)> = sqlx::query_as(SQL)
                .bind(token_hash)
                .bind(browser_hash)
                .bind(i64::from(MOST_WRONG))
                .bind(now)
                .fetch_optional(&mut *tx)
                .await?;
            let id = match used {
                Some((None, Some(registers))) => register!(tx, registers, now),
                Some((id, _)) => id,
                None => None,
            };
            tx.commit().await?;
            id
        });
        Ok(id.and_then(|id| Uuid::try_parse(&id).ok()))
    }

    /// Tries a code in the browser that asked. One statement compares and counts, for addresses nobody has too: of any number
    /// of guesses at once no more than [`MOST_WRONG`] are looked at.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_code(&self, browser_hash: &str, code_hash: &str, now: i64) -> Result<CodeAnswer, StoreError> {
        const SQL: &str = "UPDATE sign_in SET \
             used = CASE WHEN code_hash = $2 AND (account_id IS NOT NULL OR registers IS NOT NULL) THEN 1 ELSE 0 END, \
             wrong = CASE WHEN code_hash = $2 AND (account_id IS NOT NULL OR registers IS NOT NULL) THEN wrong ELSE wrong + 1 END \
             WHERE browser_hash = $1 AND used = 0 AND wrong < $3 AND expires > $4 \
             RETURNING used, wrong, account_id, registers";
        type Tried = (i64, i64, Option<String>, Option<String>);
        let most = i64::from(MOST_WRONG);
        let answer = in_transaction!(&self.db, |tx| {
            let tried: Option<Tried> = sqlx::query_as(SQL)
                .bind(browser_hash)
                .bind(code_hash)
                .bind(most)
                .bind(now)
                .fetch_optional(&mut *tx)
                .await?;
            let answer = match tried {
                Some((1, _, account, registers)) => {
                    let id = match (account, registers) {
                        (None, Some(registers)) => register!(tx, registers, now),
                        (account, _) => account,
                    };
                    id.and_then(|id| Uuid::try_parse(&id).ok()).map_or(CodeAnswer::Ended, CodeAnswer::Right)
                }
                Some((_, wrong, ..)) if wrong < most => {
                    CodeAnswer::Wrong(u32::try_from(most - wrong).unwrap_or(MOST_WRONG))
                }
                _ => CodeAnswer::Ended,
            };
            tx.commit().await?;
            answer
        });
        Ok(answer)
    }
}
