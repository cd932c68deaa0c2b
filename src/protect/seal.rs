//! Sealing a short text that stands in the database: nobody reads or changes it without the key, and it is worth nothing in
//! another row.

use super::key::{KeyError, SecretKey};
use super::{from_hex, to_hex};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

/// What a sealed text begins with. No plain secret does: base32 has no point.
const MARK: &str = "sealed.";
const PURPOSE: &str = "seal";
const NONCE: usize = 24;

/// Why a sealed text was not opened.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It was sealed with another key.
    #[error("it was sealed with the key {0}, and this is the key {1}")]
    OtherKey(String, String),
    /// It is not what was sealed, or not where it was sealed for.
    #[error("it is not what was sealed here")]
    Changed,
}

/// Whether a text is sealed, with whatever key.
pub fn is_sealed(text: &str) -> bool {
    text.starts_with(MARK)
}

/// The fingerprint of the key a text was sealed with.
pub fn sealed_by(text: &str) -> Option<&str> {
    text.strip_prefix(MARK)?.split_once('.').map(|(fingerprint, _)| fingerprint)
}

impl SecretKey {
    /// Seals a text for one place, such as the id of an account: `sealed.FINGERPRINT.HEX`.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn seal(&self, text: &str, place: &str) -> Result<String, KeyError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(KeyError::Random)?;
        let cipher = XChaCha20Poly1305::new(&self.derive(PURPOSE).into());
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).expect("a short text is never too long to seal");
        Ok(format!("{MARK}{}.{}{}", self.fingerprint(), to_hex(&nonce), to_hex(&sealed)))
    }

    /// Opens a text that was sealed for a place.
    ///
    /// # Errors
    /// When it was sealed with another key or for another place, or was changed.
    pub fn open(&self, sealed: &str, place: &str) -> Result<String, SealError> {
        let whose = sealed_by(sealed).ok_or(SealError::Changed)?;
        if whose != self.fingerprint() {
            return Err(SealError::OtherKey(whose.to_owned(), self.fingerprint()));
        }
        let bytes = sealed.rsplit('.').next().and_then(from_hex).ok_or(SealError::Changed)?;
        let (nonce, bytes) = bytes.split_at_checked(NONCE).ok_or(SealError::Changed)?;
        let nonce = <[u8; NONCE]>::try_from(nonce).map_err(|_| SealError::Changed)?;
        let cipher = XChaCha20Poly1305::new(&self.derive(PURPOSE).into());
        let payload = Payload { msg: bytes, aad: place.as_bytes() };
        let text = cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::Changed)?;
        String::from_utf8(text).map_err(|_| SealError::Changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_in_its_place_and_nowhere_else() {
        let (key, other) = (SecretKey::generate().unwrap(), SecretKey::generate().unwrap());
        let sealed = key.seal("JBSWY3DPEHPK3PXP", "account 1").unwrap();
        assert!(is_sealed(&sealed) && !is_sealed("JBSWY3DPEHPK3PXP") && !sealed.contains("JBSW"));
        assert_eq!(sealed_by(&sealed), Some(key.fingerprint().as_str()));
        assert_eq!(key.open(&sealed, "account 1").unwrap(), "JBSWY3DPEHPK3PXP");
        assert_eq!(key.open(&sealed, "account 2"), Err(SealError::Changed));
        assert_eq!(other.open(&sealed, "account 1"), Err(SealError::OtherKey(key.fingerprint(), other.fingerprint())));
        assert_ne!(key.seal("JBSWY3DPEHPK3PXP", "account 1").unwrap(), sealed, "never twice the same");
    }

    #[test]
    fn a_changed_seal_is_refused_at_every_place() {
        let key = SecretKey::generate().unwrap();
        let sealed = key.seal("SECRET", "a").unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            assert!(key.open(&String::from_utf8(changed).unwrap(), "a").is_err(), "at {at}");
            assert!(key.open(&sealed[..at], "a").is_err(), "cut at {at}");
        }
        assert_eq!(key.open("SECRET", "a"), Err(SealError::Changed), "a plain text is not sealed");
    }
}
