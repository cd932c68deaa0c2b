//! Secrets in the database are sealed with the key of the key file. The database holds the key's fingerprint, so that no
//! other key is taken for it and none is made in its place.

use super::error::StoreError;
use super::query::query;
use super::{Account, Store};
use crate::domain::Email;
use crate::protect::{SecretKey, is_sealed};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Whether secrets can be sealed and opened.
#[derive(Clone, Debug, Default)]
pub(super) enum KeyState {
    /// Nobody has said where the key is.
    #[default]
    NotAsked,
    /// With this key.
    Ready(SecretKey),
    /// Not: the key that sealed them is not there.
    Lost(LostKey),
}

/// The key that seals this database's secrets is not where it was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostKey {
    /// The fingerprint of the key that is needed.
    pub needed: String,
    /// Where it was looked for.
    pub place: PathBuf,
    /// The fingerprint of the key that lies there, if any does.
    pub found: Option<String>,
}

impl std::fmt::Display for LostKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.place.display();
        match &self.found {
            None => write!(f, "the key {}, which seals secrets in the database, is not in {place}", self.needed)?,
            Some(found) => write!(
                f,
                "secrets in the database are sealed with the key {}, and {place} holds the key {found}",
                self.needed
            )?,
        }
        f.write_str(
            ". Put the right file there (another machine of this site or your safe has it) and start again; \
             if it is lost for good, local-offer user reset-second-factor --lost-key lets council staff set up their phones anew",
        )
    }
}

/// The account a secret is sealed for: in the row of another it is worth nothing.
fn place_of(account: &str) -> String {
    format!("account {account} totp_secret")
}

impl Store {
    /// Reads the key file, or makes it where this database has no key yet, and seals secrets that earlier versions stored
    /// plain. Where the key is lost the store opens without it: everything but second checks goes on.
    ///
    /// # Errors
    /// When the key file cannot be read or made, or the database refuses.
    pub async fn unlock(mut self, key_file: &Path) -> Result<Self, StoreError> {
        let claimed = self.claimed_key().await?;
        let key = match SecretKey::read(key_file)? {
            None if claimed.is_none() => Some(SecretKey::read_or_make(key_file)?),
            read => read,
        };
        let needed = match (&key, claimed) {
            (_, Some(needed)) => needed,
            (Some(key), None) => self.claim_key(&key.fingerprint()).await?,
            (None, None) => return Err(StoreError::NoKey),
        };
        self.key = match key {
            Some(key) if key.fingerprint() == needed => {
                self.seal_plain_secrets(&key).await?;
                KeyState::Ready(key)
            }
            other => {
                let found = other.map(|key| key.fingerprint());
                let lost = LostKey { needed, place: key_file.to_owned(), found };
                tracing::error!("{lost}. Until then they sign in with a printed code, and families notice nothing");
                KeyState::Lost(lost)
            }
        };
        Ok(self)
    }

    /// The key that seals secrets.
    ///
    /// # Errors
    /// When it is lost.
    pub fn secret_key(&self) -> Result<&SecretKey, StoreError> {
        match &self.key {
            KeyState::Ready(key) => Ok(key),
            KeyState::Lost(lost) => Err(StoreError::KeyLost(lost.clone())),
            KeyState::NotAsked => Err(StoreError::NoKey),
        }
    }

    /// The secret of somebody's second factor; none before it is set up.
    ///
    /// # Errors
    /// When the key is lost, or the secret is not what was sealed for this account.
    pub fn totp_secret(&self, account: &Account) -> Result<Option<String>, StoreError> {
        match &account.totp_secret {
            Some(sealed) if is_sealed(sealed) => {
                let opened = self.secret_key()?.open(sealed, &place_of(&account.id.to_string()));
                opened.map(Some).map_err(|e| StoreError::Sealed(account.id, e))
            }
            // A version before this one may still run on another machine and store it plain.
            plain => Ok(plain.clone()),
        }
    }

    pub(super) fn seal_totp_secret(&self, account: Uuid, secret: &str) -> Result<String, StoreError> {
        Ok(self.secret_key()?.seal(secret, &place_of(&account.to_string()))?)
    }

    /// Gives a lost key up: takes away every second factor that was sealed with it, with the sessions of those who had it.
    /// The next start makes a new key, or takes the one that is there. Answers whose it was.
    ///
    /// # Errors
    /// When the key is not lost, or the database refuses.
    pub async fn give_up_lost_key(&self) -> Result<Vec<Email>, StoreError> {
        if !matches!(self.key, KeyState::Lost(_)) {
            return Err(StoreError::KeyNotLost);
        }
        let whose: Vec<String> = self.db.write(async { let mut tx = self.db.begin().await?;
            let whose = query("SELECT email FROM account WHERE totp_secret IS NOT NULL ORDER BY email").fetch_scalars(&mut tx).await?;
            for sql in [
                "DELETE FROM recovery_code WHERE account_id IN (SELECT id FROM account WHERE totp_secret IS NOT NULL)",
                "DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE totp_secret IS NOT NULL)",
                "UPDATE account SET totp_secret = NULL, totp_step = 0, totp_wrong = 0 WHERE totp_secret IS NOT NULL",
                "DELETE FROM secret_key",
            ] {
                query(sql).execute(&mut tx).await?;
            }
            tx.commit().await?;
Ok(whose)
}).await?;
        Ok(whose.iter().filter_map(|email| Email::parse(email)).collect())
    }

    /// The fingerprint of the key this database was first opened with.
    async fn claimed_key(&self) -> Result<Option<String>, StoreError> {
        const SQL: &str = "SELECT fingerprint FROM secret_key WHERE one = 1";
        self.db.fetch_optional_scalar(query(SQL)).await
    }

    /// Notes the key, unless another machine was first. Answers whose key it is.
    async fn claim_key(&self, fingerprint: &str) -> Result<String, StoreError> {
        let claim = query("INSERT INTO secret_key (one, fingerprint) VALUES (1, $1) ON CONFLICT DO NOTHING");
        self.db.execute(claim.bind(fingerprint)).await?;
        self.claimed_key().await?.ok_or(StoreError::NoKey)
    }

    /// Seals what earlier versions stored plain, all in one transaction, and leaves nothing of it in the files.
    async fn seal_plain_secrets(&self, key: &SecretKey) -> Result<(), StoreError> {
        const PLAIN: &str = "SELECT id, totp_secret FROM account WHERE totp_secret NOT LIKE 'sealed.%'";
        let plain: Vec<(String, String)> = self.db.fetch_all(query(PLAIN)).await?;
        if plain.is_empty() {
            return Ok(());
        }
        self.db.overwrite_what_is_deleted().await?;
        self.db
            .write(async {
                let mut tx = self.db.begin().await?;
                for (account, secret) in &plain {
                    let sealed = key.seal(secret, &place_of(account))?;
                    // Somebody may have set up another phone since it was read: that one is sealed already.
                    query("UPDATE account SET totp_secret = $2 WHERE id = $1 AND totp_secret = $3")
                        .bind(account)
                        .bind(sealed)
                        .bind(secret)
                        .execute(&mut tx)
                        .await?;
                }
                tx.commit().await
            })
            .await?;
        self.db.empty_journal().await?;
        tracing::info!("{} secrets of second checks were stored plain and are sealed now", plain.len());
        Ok(())
    }
}
