//! Links and codes that were asked for. They are kept as hashes only; times are seconds since 1970.

use super::Store;
use super::error::StoreError;
use super::mail::QueuedMail;
use super::query::query;
use super::registrations::Registration;
use super::services::json;
use super::transaction::Transaction;
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
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                query("DELETE FROM sign_in WHERE expires < $1").bind(now).execute(&mut tx).await?;
                // A browser has one link at a time: the newest. Printed links are of no browser: there, each account has one.
                query("DELETE FROM sign_in WHERE browser_hash = $1 AND (browser_hash <> 'any' OR account_id = $2)")
                    .bind(&one.browser_hash)
                    .bind(one.account.map(|a| a.to_string()))
                    .execute(&mut tx)
                    .await?;
                query(
                    "INSERT INTO sign_in (token_hash, code_hash, browser_hash, account_id, expires, registers) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                )
                .bind(&one.token_hash)
                .bind(&one.code_hash)
                .bind(&one.browser_hash)
                .bind(one.account.map(|a| a.to_string()))
                .bind(one.expires)
                .bind(one.registers.as_ref().map(json))
                .execute(&mut tx)
                .await?;
                if let Some(mail) = mail {
                    tx.enqueue_mail(mail, now, Some(one.expires)).await?;
                }
                tx.commit().await
            })
            .await?;
        Ok(())
    }

    /// The browser hash of a link that may still be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_sign_in(&self, token_hash: &str, now: i64) -> Result<Option<String>, StoreError> {
        const SQL: &str = "SELECT browser_hash FROM sign_in WHERE token_hash = $1 AND used = 0 AND wrong < $2 AND expires > $3 \
             AND (account_id IS NOT NULL OR registers IS NOT NULL)";
        self.db.fetch_optional_scalar(query(SQL).bind(token_hash).bind(i64::from(MOST_WRONG)).bind(now)).await
    }

    /// Uses a link: of any number at once, one succeeds.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_link(&self, token_hash: &str, browser_hash: &str, now: i64) -> Result<Option<Uuid>, StoreError> {
        const SQL: &str = "UPDATE sign_in SET used = 1 WHERE token_hash = $1 AND browser_hash = $2 AND used = 0 \
             AND wrong < $3 AND expires > $4 AND (account_id IS NOT NULL OR registers IS NOT NULL) \
             RETURNING account_id, registers";
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                let used: Option<(Option<String>, Option<String>)> = query(SQL)
                    .bind(token_hash)
                    .bind(browser_hash)
                    .bind(i64::from(MOST_WRONG))
                    .bind(now)
                    .fetch_optional(&mut tx)
                    .await?;
                let id = match used {
                    Some((account, registers)) => account_of(&mut tx, account, registers, now).await?,
                    None => None,
                };
                tx.commit().await?;
                Ok(id)
            })
            .await
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
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                let tried: Option<Tried> =
                    query(SQL).bind(browser_hash).bind(code_hash).bind(most).bind(now).fetch_optional(&mut tx).await?;
                let answer = match tried {
                    Some((1, _, account, registers)) => {
                        let id = account_of(&mut tx, account, registers, now).await?;
                        id.map_or(CodeAnswer::Ended, CodeAnswer::Right)
                    }
                    Some((_, wrong, ..)) if wrong < most => {
                        CodeAnswer::Wrong(u32::try_from(most - wrong).unwrap_or(MOST_WRONG))
                    }
                    _ => CodeAnswer::Ended,
                };
                tx.commit().await?;
                Ok(answer)
            })
            .await
    }
}

/// Who signs in by a link that was used: its account, or a new one where somebody registers.
async fn account_of(
    tx: &mut Transaction,
    account: Option<String>,
    registers: Option<String>,
    now: i64,
) -> Result<Option<Uuid>, StoreError> {
    match (account, registers) {
        (None, Some(registers)) => tx.register(&registers, now).await,
        (account, _) => Ok(account.and_then(|id| Uuid::try_parse(&id).ok())),
    }
}
