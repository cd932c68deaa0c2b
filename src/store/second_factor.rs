//! The second factor of council staff: its secret, its printed codes, and how often it was tried.

use super::Store;
use super::error::StoreError;
use super::query::query;
use crate::domain::Email;
use uuid::Uuid;

/// Wrong second factors in a row after which no more is looked at until somebody signs in by a new link.
pub const MOST_WRONG_SECOND_FACTORS: i64 = 5;

/// What somebody typed as their second factor, as far as it can be told without the database.
#[derive(Clone, Debug, Default)]
pub struct SecondFactorGuess {
    /// The time step whose code was typed; none when it is the code of no step near now.
    pub step: Option<i64>,
    /// The hash that a printed code of this text would have.
    pub recovery_hash: Option<String>,
}

/// What became of a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactorAnswer {
    /// It is right, and used up.
    Right,
    /// It is wrong or was used before; it was counted.
    Wrong,
    /// It was wrong, and the last one that is looked at; or there were too many before it, and it was not looked at.
    Exhausted,
}

impl Store {
    /// Sets the second factor of an account that has none: its secret, which is sealed, the step whose code confirmed it, and the hashes of the
    /// printed codes. Answers false, and changes nothing, when the account has one: of two at once the first is kept.
    ///
    /// # Errors
    /// When the key is lost, or the database refuses.
    pub async fn set_second_factor(
        &self,
        account: Uuid,
        secret: &str,
        step: i64,
        recovery: &[String],
    ) -> Result<bool, StoreError> {
        let secret = self.seal_totp_secret(account, secret)?;
        const SET: &str = "UPDATE account SET totp_secret = $2, totp_step = $3, totp_wrong = 0 \
             WHERE id = $1 AND totp_secret IS NULL";
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                let id = account.to_string();
                let set = query(SET).bind(&id).bind(&secret).bind(step).execute(&mut tx).await? > 0;
                if set {
                    query("DELETE FROM recovery_code WHERE account_id = $1").bind(&id).execute(&mut tx).await?;
                    for hash in recovery {
                        query("INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                            .bind(&id)
                            .bind(hash)
                            .execute(&mut tx)
                            .await?;
                    }
                }
                tx.commit().await?;
                Ok(set)
            })
            .await
    }

    /// Takes the second factor away, and ends every session: the next sign-in sets up a new one. Answers whether there is
    /// such an account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reset_second_factor(&self, email: &Email) -> Result<bool, StoreError> {
        let Some(found) = self.account_by_email(email).await? else { return Ok(false) };
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                let id = found.id.to_string();
                for sql in [
                    "UPDATE account SET totp_secret = NULL, totp_step = 0, totp_wrong = 0 WHERE id = $1",
                    "DELETE FROM recovery_code WHERE account_id = $1",
                    "DELETE FROM session WHERE account_id = $1",
                ] {
                    query(sql).bind(&id).execute(&mut tx).await?;
                }
                tx.commit().await
            })
            .await?;
        Ok(true)
    }

    /// Tries a second factor. The try is counted before anything is compared, in the same transaction and on a locked row, so
    /// that any number of guesses at once are looked at one by one, and never more than [`MOST_WRONG_SECOND_FACTORS`] of them.
    /// A right one sets the count back.
    ///
    /// # Errors
    /// When the database refuses: then nothing was tried.
    pub async fn try_second_factor(
        &self,
        account: Uuid,
        guess: &SecondFactorGuess,
    ) -> Result<SecondFactorAnswer, StoreError> {
        const COUNT: &str = "UPDATE account SET totp_wrong = totp_wrong + 1 WHERE id = $1 AND totp_wrong < $2 \
             AND totp_secret IS NOT NULL RETURNING totp_wrong";
        // No step is taken twice, and none before one that was.
        const STEP: &str = "UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2";
        const PRINTED: &str = "DELETE FROM recovery_code WHERE account_id = $1 AND hash = $2";
        const FORGIVE: &str = "UPDATE account SET totp_wrong = 0 WHERE id = $1";
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                let id = account.to_string();
                let tried: Option<i64> =
                    query(COUNT).bind(&id).bind(MOST_WRONG_SECOND_FACTORS).fetch_optional_scalar(&mut tx).await?;
                let answer = match tried {
                    None => SecondFactorAnswer::Exhausted,
                    Some(tried) => {
                        let mut right = false;
                        if let Some(step) = guess.step {
                            right = query(STEP).bind(&id).bind(step).execute(&mut tx).await? > 0;
                        }
                        if !right && let Some(hash) = &guess.recovery_hash {
                            right = query(PRINTED).bind(&id).bind(hash).execute(&mut tx).await? > 0;
                        }
                        if right {
                            query(FORGIVE).bind(&id).execute(&mut tx).await?;
                        }
                        match right {
                            true => SecondFactorAnswer::Right,
                            false if tried < MOST_WRONG_SECOND_FACTORS => SecondFactorAnswer::Wrong,
                            false => SecondFactorAnswer::Exhausted,
                        }
                    }
                };
                tx.commit().await?;
                Ok(answer)
            })
            .await
    }

    /// Lets somebody try the second factor again, after a new sign-in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forgive_second_factor(&self, account: Uuid) -> Result<(), StoreError> {
        let forgive = query("UPDATE account SET totp_wrong = 0 WHERE id = $1").bind(account.to_string());
        self.db.execute(forgive).await.map(drop)
    }
}
