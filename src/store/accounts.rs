//! People who sign in. Tokens, codes and sessions are kept as hashes only; times are seconds since 1970.

use super::Store;
use super::db::{StoreError, in_transaction, on};
use super::mail::QueuedMail;
use super::registrations::{Registration, register};
use super::services::json;
use crate::domain::{Email, Role};
use std::collections::HashMap;
use uuid::Uuid;

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: Uuid,
    /// Where their mail goes.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// When it was made.
    pub created: i64,
    /// The secret of the second factor as it is stored, once it is set up. [`Store::totp_secret`] opens it.
    pub totp_secret: Option<String>,
}

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

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose.
    pub account: Account,
    /// When it began.
    pub created: i64,
    /// When it was last used, to the minute.
    pub seen: i64,
    /// Whether the second factor was given.
    pub strong: bool,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSeen {
    /// The hash that names it.
    pub hash: String,
    /// When it began.
    pub created: i64,
    /// When it was last used.
    pub seen: i64,
    /// The kind of browser.
    pub about: String,
}

/// Wrong codes that a sign-in takes; the next ends it.
pub const MOST_WRONG: u32 = 5;

type AccountRow = (String, String, String, i64, Option<String>);

fn account((id, email, role, created, totp_secret): AccountRow) -> Option<Account> {
    Some(Account { id: Uuid::try_parse(&id).ok()?, email, role: Role::parse(&role)?, created, totp_secret })
}

impl Store {
    /// Makes an account. Answers false when the address has one: it is left as it was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_account(&self, id: Uuid, email: &Email, role: Role, now: i64) -> Result<bool, StoreError> {
        const SQL: &str =
            "INSERT INTO account (id, email, role, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        Ok(in_transaction!(&self.db, |tx| {
            let new = sqlx::query(SQL)
                .bind(id.to_string())
                .bind(email.as_str())
                .bind(role.word())
                .bind(now)
                .execute(&mut *tx)
                .await?
                .rows_affected();
            tx.commit().await?;
            new > 0
        }))
    }

    /// Takes an account away with its sessions and links. Answers whether there was one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_account(&self, email: &Email) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM account WHERE email = $1";
        Ok(in_transaction!(&self.db, |tx| {
            let gone = sqlx::query(SQL).bind(email.as_str()).execute(&mut *tx).await?.rows_affected();
            tx.commit().await?;
            gone > 0
        }))
    }

    /// The account of an address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_by_email(&self, email: &Email) -> Result<Option<Account>, StoreError> {
        const SQL: &str = "SELECT id, email, role, created, totp_secret FROM account WHERE email = $1";
        let row: Option<AccountRow> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(email.as_str()).fetch_optional(pool).await?);
        Ok(row.and_then(account))
    }

    /// How many organisations each account belongs to; none for those that belong to none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_organizations_of_accounts(&self) -> Result<HashMap<Uuid, u64>, StoreError> {
        const SQL: &str = "SELECT account_id, count(*) FROM account_organization GROUP BY account_id";
        let rows: Vec<(String, i64)> = on!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await?);
        Ok(rows.into_iter().filter_map(|(id, n)| Some((Uuid::try_parse(&id).ok()?, n.unsigned_abs()))).collect())
    }

    /// How many accounts there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_accounts(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM account";
        let n: i64 = on!(&self.db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await?);
        Ok(n.unsigned_abs())
    }

    /// All accounts by address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        const SQL: &str = "SELECT id, email, role, created, totp_secret FROM account ORDER BY email";
        let rows: Vec<AccountRow> = on!(&self.db, |pool| sqlx::query_as(SQL).fetch_all(pool).await?);
        Ok(rows.into_iter().filter_map(account).collect())
    }

    /// Lets somebody keep the listings of an organisation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_to_organization(&self, account: Uuid, organization: Uuid) -> Result<(), StoreError> {
        const SQL: &str =
            "INSERT INTO account_organization (account_id, organization_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        in_transaction!(&self.db, |tx| {
            sqlx::query(SQL).bind(account.to_string()).bind(organization.to_string()).execute(&mut *tx).await?;
            tx.commit().await?;
        });
        Ok(())
    }

    /// The organisations somebody belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organizations_of(&self, account: Uuid) -> Result<Vec<Uuid>, StoreError> {
        const SQL: &str =
            "SELECT organization_id FROM account_organization WHERE account_id = $1 ORDER BY organization_id";
        let rows: Vec<String> =
            on!(&self.db, |pool| sqlx::query_scalar(SQL).bind(account.to_string()).fetch_all(pool).await?);
        Ok(rows.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect())
    }

    /// Keeps a link that was asked for, with its mail, in one transaction. Those that ended are thrown away.
    ///
    /// # Errors
    /// When the database refuses: then neither is kept.
    pub async fn begin_sign_in(&self, one: &SignIn, mail: &QueuedMail, now: i64) -> Result<(), StoreError> {
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
            sqlx::query(super::mail::INSERT)
                .bind(&mail.id)
                .bind(&mail.recipient)
                .bind(&mail.subject)
                .bind(&mail.body)
                .bind(now)
                .execute(&mut *tx)
                .await?;
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

    /// Tries a code in the browser that asked. A wrong one is counted before it is answered, for addresses nobody has too.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_code(&self, browser_hash: &str, code_hash: &str, now: i64) -> Result<CodeAnswer, StoreError> {
        const RIGHT: &str = "UPDATE sign_in SET used = 1 WHERE browser_hash = $1 AND code_hash = $2 AND used = 0 \
             AND wrong < $3 AND expires > $4 AND (account_id IS NOT NULL OR registers IS NOT NULL) \
             RETURNING account_id, registers";
        const WRONG: &str = "UPDATE sign_in SET wrong = wrong + 1 WHERE browser_hash = $1 AND used = 0 AND wrong < $2 \
             AND expires > $3 RETURNING wrong";
        let answer = in_transaction!(&self.db, |tx| {
            let most = i64::from(MOST_WRONG);
            let right: Option<(Option<String>, Option<String>)> = sqlx::query_as(RIGHT)
                .bind(browser_hash)
                .bind(code_hash)
                .bind(most)
                .bind(now)
                .fetch_optional(&mut *tx)
                .await?;
            let right = match right {
                Some((None, Some(registers))) => register!(tx, registers, now),
                Some((id, _)) => id,
                None => None,
            };
            let answer = match right.and_then(|id| Uuid::try_parse(&id).ok()) {
                Some(id) => CodeAnswer::Right(id),
                None => {
                    let wrong: Option<i64> = sqlx::query_scalar(WRONG)
                        .bind(browser_hash)
                        .bind(most)
                        .bind(now)
                        .fetch_optional(&mut *tx)
                        .await?;
                    match wrong {
                        Some(n) if n < most => CodeAnswer::Wrong((most - n) as u32),
                        _ => CodeAnswer::Ended,
                    }
                }
            };
            tx.commit().await?;
            answer
        });
        Ok(answer)
    }

    /// Begins a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_session(&self, hash: &str, account: Uuid, now: i64, about: &str) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO session (hash, account_id, created, seen, about) VALUES ($1, $2, $3, $3, $4)";
        in_transaction!(&self.db, |tx| {
            sqlx::query(SQL).bind(hash).bind(account.to_string()).bind(now).bind(about).execute(&mut *tx).await?;
            tx.commit().await?;
        });
        Ok(())
    }

    /// A session with its account, however old.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn session(&self, hash: &str) -> Result<Option<SessionRow>, StoreError> {
        const SQL: &str = "SELECT account.id, account.email, account.role, account.created, account.totp_secret, \
             session.created, session.seen, session.strong FROM session JOIN account ON account.id = session.account_id \
             WHERE session.hash = $1";
        type Joined = (String, String, String, i64, Option<String>, i64, i64, i64);
        let row: Option<Joined> = on!(&self.db, |pool| sqlx::query_as(SQL).bind(hash).fetch_optional(pool).await?);
        Ok(row.and_then(|(id, email, role, made, secret, created, seen, strong)| {
            let account = account((id, email, role, made, secret))?;
            Some(SessionRow { account, created, seen, strong: strong != 0 })
        }))
    }

    /// Notes that a session was used.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn touch_session(&self, hash: &str, now: i64) -> Result<(), StoreError> {
        self.write("UPDATE session SET seen = $2 WHERE hash = $1", hash, now).await.map(drop)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        self.write("DELETE FROM session WHERE hash = $1 AND $2 >= 0", hash, 0).await.map(drop)
    }

    /// Ends one of somebody's own sessions. Answers whether it was theirs.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_own_session(&self, account: Uuid, hash: &str) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM session WHERE hash = $1 AND account_id = $2";
        Ok(in_transaction!(&self.db, |tx| {
            let gone = sqlx::query(SQL).bind(hash).bind(account.to_string()).execute(&mut *tx).await?.rows_affected();
            tx.commit().await?;
            gone > 0
        }))
    }

    /// Gives a session a new name, once the second factor was given: the old name is worth nothing from then on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn strengthen_session(&self, old: &str, new: &str) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE session SET hash = $2, strong = 1 WHERE hash = $1";
        Ok(in_transaction!(&self.db, |tx| {
            let done = sqlx::query(SQL).bind(old).bind(new).execute(&mut *tx).await?.rows_affected();
            tx.commit().await?;
            done > 0
        }))
    }

    /// Somebody's sessions, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sessions_of(&self, account: Uuid) -> Result<Vec<SessionSeen>, StoreError> {
        const SQL: &str =
            "SELECT hash, created, seen, about FROM session WHERE account_id = $1 ORDER BY seen DESC, hash";
        let rows: Vec<(String, i64, i64, String)> =
            on!(&self.db, |pool| sqlx::query_as(SQL).bind(account.to_string()).fetch_all(pool).await?);
        Ok(rows.into_iter().map(|(hash, created, seen, about)| SessionSeen { hash, created, seen, about }).collect())
    }

    /// Throws away sessions that were not used since a time.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_sessions_before(&self, seen: i64) -> Result<u64, StoreError> {
        self.write("DELETE FROM session WHERE seen < $2 AND $1 = ''", "", seen).await
    }

    /// Seals and sets the secret of the second factor, and the codes for when the telephone is lost. Any before are worth
    /// nothing.
    ///
    /// # Errors
    /// When the key is lost, or the database refuses.
    pub async fn set_second_factor(&self, account: Uuid, secret: &str, recovery: &[String]) -> Result<(), StoreError> {
        let secret = self.seal_totp_secret(account, secret)?;
        in_transaction!(&self.db, |tx| {
            let id = account.to_string();
            sqlx::query("UPDATE account SET totp_secret = $2, totp_wrong = 0 WHERE id = $1")
                .bind(&id)
                .bind(&secret)
                .execute(&mut *tx)
                .await?;
            sqlx::query("DELETE FROM recovery_code WHERE account_id = $1").bind(&id).execute(&mut *tx).await?;
            for hash in recovery {
                sqlx::query("INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                    .bind(&id)
                    .bind(hash)
                    .execute(&mut *tx)
                    .await?;
            }
            tx.commit().await?;
        });
        Ok(())
    }

    /// Takes the second factor away, and ends every session: the next sign-in sets up a new one. Answers whether there is
    /// such an account.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reset_second_factor(&self, email: &Email) -> Result<bool, StoreError> {
        let Some(found) = self.account_by_email(email).await? else { return Ok(false) };
        in_transaction!(&self.db, |tx| {
            let id = found.id.to_string();
            for sql in [
                "UPDATE account SET totp_secret = NULL, totp_step = 0, totp_wrong = 0 WHERE id = $1",
                "DELETE FROM recovery_code WHERE account_id = $1",
                "DELETE FROM session WHERE account_id = $1",
            ] {
                sqlx::query(sql).bind(&id).execute(&mut *tx).await?;
            }
            tx.commit().await?;
        });
        Ok(true)
    }

    /// Uses a step of the second factor: none is taken twice, and none before one that was.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_step(&self, account: Uuid, step: i64) -> Result<bool, StoreError> {
        const SQL: &str =
            "UPDATE account SET totp_step = $2, totp_wrong = 0 WHERE id = $1 AND totp_step < $2 AND totp_wrong < 5";
        Ok(self.write(SQL, &account.to_string(), step).await? > 0)
    }

    /// Uses a recovery code: each works once.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn use_recovery(&self, account: Uuid, hash: &str) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM recovery_code WHERE account_id = $1 AND hash = $2";
        Ok(in_transaction!(&self.db, |tx| {
            let used = sqlx::query(SQL).bind(account.to_string()).bind(hash).execute(&mut *tx).await?.rows_affected();
            tx.commit().await?;
            used > 0
        }))
    }

    /// Counts a wrong second factor. Answers how many there were since the last right one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn wrong_second_factor(&self, account: Uuid) -> Result<i64, StoreError> {
        const SQL: &str = "UPDATE account SET totp_wrong = totp_wrong + 1 WHERE id = $1 RETURNING totp_wrong";
        let wrong: Option<i64> = in_transaction!(&self.db, |tx| {
            let wrong = sqlx::query_scalar(SQL).bind(account.to_string()).fetch_optional(&mut *tx).await?;
            tx.commit().await?;
            wrong
        });
        Ok(wrong.unwrap_or(i64::MAX))
    }

    /// Lets somebody try the second factor again, after a new sign-in.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forgive_second_factor(&self, account: Uuid) -> Result<(), StoreError> {
        self.write("UPDATE account SET totp_wrong = 0 WHERE id = $1 AND $2 = 0", &account.to_string(), 0)
            .await
            .map(drop)
    }

    /// Appends a line to the audit log.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit(&self, id: Uuid, at: i64, who: &str, what: &str, about: &str) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO audit (at, id, who, what, about) VALUES ($1, $2, $3, $4, $5)";
        in_transaction!(&self.db, |tx| {
            sqlx::query(SQL).bind(at).bind(id.to_string()).bind(who).bind(what).bind(about).execute(&mut *tx).await?;
            tx.commit().await?;
        });
        Ok(())
    }

    /// Throws away lines of the audit log, drafts and mail that are done, and who made a version, from before a time. The
    /// versions themselves stay.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn tidy_audit(&self, before: i64) -> Result<(), StoreError> {
        self.write("DELETE FROM audit WHERE at < $2 AND $1 = ''", "", before).await?;
        self.write("UPDATE revision SET who = $1 WHERE at < $2 AND who <> $1", "", before).await?;
        self.write("DELETE FROM draft WHERE saved < $2 AND state IN ('published', 'dropped') AND $1 = ''", "", before)
            .await?;
        self.write("DELETE FROM mail WHERE created < $2 AND state <> 0 AND $1 = ''", "", before).await.map(drop)
    }

    /// The audit log, newest first: when, who, what, about what.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_log(&self, most: u32) -> Result<Vec<(i64, String, String, String)>, StoreError> {
        const SQL: &str = "SELECT at, who, what, about FROM audit ORDER BY at DESC, id DESC LIMIT $1";
        Ok(on!(&self.db, |pool| sqlx::query_as(SQL).bind(i64::from(most)).fetch_all(pool).await?))
    }

    /// One write with a text and a number. Answers how many rows it changed.
    pub(super) async fn write(&self, sql: &'static str, text: &str, number: i64) -> Result<u64, StoreError> {
        Ok(in_transaction!(&self.db, |tx| {
            let changed = sqlx::query(sql).bind(text).bind(number).execute(&mut *tx).await?.rows_affected();
            tx.commit().await?;
            changed
        }))
    }
}
