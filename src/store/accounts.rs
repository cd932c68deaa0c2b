//! People who sign in. Tokens, codes and sessions are kept as hashes only; times are seconds since 1970.

use super::Store;
use super::error::StoreError;
use super::query::query;
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
        Ok(self.db.execute(query(SQL).bind(id.to_string()).bind(email.as_str()).bind(role.word()).bind(now)).await? > 0)
    }

    /// Takes an account away with its sessions and links. Answers whether there was one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove_account(&self, email: &Email) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM account WHERE email = $1";
        Ok(self.db.execute(query(SQL).bind(email.as_str())).await? > 0)
    }

    /// The account of an address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_by_email(&self, email: &Email) -> Result<Option<Account>, StoreError> {
        const SQL: &str = "SELECT id, email, role, created, totp_secret FROM account WHERE email = $1";
        let row: Option<AccountRow> = self.db.fetch_optional(query(SQL).bind(email.as_str())).await?;
        Ok(row.and_then(account))
    }

    /// How many organisations each account belongs to; none for those that belong to none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_organizations_of_accounts(&self) -> Result<HashMap<Uuid, u64>, StoreError> {
        const SQL: &str = "SELECT account_id, count(*) FROM account_organization GROUP BY account_id";
        let rows: Vec<(String, i64)> = self.db.fetch_all(query(SQL)).await?;
        Ok(rows.into_iter().filter_map(|(id, n)| Some((Uuid::try_parse(&id).ok()?, n.unsigned_abs()))).collect())
    }

    /// How many accounts there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_accounts(&self) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM account";
        let n: i64 = self.db.fetch_scalar(query(SQL)).await?;
        Ok(n.unsigned_abs())
    }

    /// All accounts by address.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        const SQL: &str = "SELECT id, email, role, created, totp_secret FROM account ORDER BY email";
        let rows: Vec<AccountRow> = self.db.fetch_all(query(SQL)).await?;
        Ok(rows.into_iter().filter_map(account).collect())
    }

    /// Lets somebody keep the listings of an organisation.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn add_to_organization(&self, account: Uuid, organization: Uuid) -> Result<(), StoreError> {
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                tx.join_organization(account, organization).await?;
                tx.commit().await
            })
            .await
    }

    /// The organisations somebody belongs to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organizations_of(&self, account: Uuid) -> Result<Vec<Uuid>, StoreError> {
        const SQL: &str =
            "SELECT organization_id FROM account_organization WHERE account_id = $1 ORDER BY organization_id";
        let rows: Vec<String> = self.db.fetch_scalars(query(SQL).bind(account.to_string())).await?;
        Ok(rows.iter().filter_map(|id| Uuid::try_parse(id).ok()).collect())
    }

    /// Begins a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn begin_session(&self, hash: &str, account: Uuid, now: i64, about: &str) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO session (hash, account_id, created, seen, about) VALUES ($1, $2, $3, $3, $4)";
        self.db.execute(query(SQL).bind(hash).bind(account.to_string()).bind(now).bind(about)).await.map(drop)
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
        let row: Option<Joined> = self.db.fetch_optional(query(SQL).bind(hash)).await?;
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
        self.db.execute(query("UPDATE session SET seen = $2 WHERE hash = $1").bind(hash).bind(now)).await.map(drop)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_session(&self, hash: &str) -> Result<(), StoreError> {
        self.db.execute(query("DELETE FROM session WHERE hash = $1").bind(hash)).await.map(drop)
    }

    /// Ends one of somebody's own sessions. Answers whether it was theirs.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn end_own_session(&self, account: Uuid, hash: &str) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM session WHERE hash = $1 AND account_id = $2";
        Ok(self.db.execute(query(SQL).bind(hash).bind(account.to_string())).await? > 0)
    }

    /// Gives a session a new name, once the second factor was given: the old name is worth nothing from then on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn strengthen_session(&self, old: &str, new: &str) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE session SET hash = $2, strong = 1 WHERE hash = $1";
        Ok(self.db.execute(query(SQL).bind(old).bind(new)).await? > 0)
    }

    /// Somebody's sessions, the newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sessions_of(&self, account: Uuid) -> Result<Vec<SessionSeen>, StoreError> {
        const SQL: &str =
            "SELECT hash, created, seen, about FROM session WHERE account_id = $1 ORDER BY seen DESC, hash";
        let rows: Vec<(String, i64, i64, String)> = self.db.fetch_all(query(SQL).bind(account.to_string())).await?;
        Ok(rows.into_iter().map(|(hash, created, seen, about)| SessionSeen { hash, created, seen, about }).collect())
    }

    /// Throws away sessions that were not used since a time.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn forget_sessions_before(&self, seen: i64) -> Result<u64, StoreError> {
        self.db.execute(query("DELETE FROM session WHERE seen < $1").bind(seen)).await
    }

    /// Appends a line to the audit log.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn audit(&self, id: Uuid, at: i64, who: &str, what: &str, about: &str) -> Result<(), StoreError> {
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                tx.audit_as(id, at, who, what, about).await?;
                tx.commit().await
            })
            .await
    }

    /// Throws away lines of the audit log, drafts that are done, and who made a version, from before a time. The
    /// versions themselves stay.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn tidy_audit(&self, before: i64) -> Result<(), StoreError> {
        for sql in [
            "DELETE FROM audit WHERE at < $1",
            "UPDATE revision SET who = '' WHERE at < $1 AND who <> ''",
            "DELETE FROM draft WHERE saved < $1 AND state IN ('published', 'dropped')",
        ] {
            self.db.execute(query(sql).bind(before)).await?;
        }
        Ok(())
    }

    /// The audit log, newest first: when, who, what, about what.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_log(&self, most: u32) -> Result<Vec<(i64, String, String, String)>, StoreError> {
        const SQL: &str = "SELECT at, who, what, about FROM audit ORDER BY at DESC, id DESC LIMIT $1";
        self.db.fetch_all(query(SQL).bind(i64::from(most))).await
    }
}
