//! Random secrets and their hashes.

use super::AccountError;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// 256 random bits, as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new() -> Result<Self, AccountError> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(AccountError::Random)?;
        Ok(Self(hex(&bytes)))
    }

    /// Reads what came back from a browser or a link.
    pub fn parse(text: &str) -> Option<Self> {
        let right = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        right.then(|| Self(text.to_owned()))
    }

    /// Its text, for the one it belongs to.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub fn hash(&self) -> String {
        hash("secret", &self.0)
    }
}

/// What is kept of a text. `purpose` keeps one sort of secret from being taken for another.
pub fn hash(purpose: &str, text: &str) -> String {
    hex(&Sha256::new().chain_update(purpose).chain_update([0]).chain_update(text).finalize())
}

/// The same as so many letters and digits that are hard to mistake for each other: no 0, 1, I, L, O, U.
pub fn letters(purpose: &str, text: &str, many: usize) -> String {
    const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bytes = Sha256::new().chain_update(purpose).chain_update([0]).chain_update(text).finalize();
    // A byte over 239 would make some letters likelier: it is passed over.
    bytes.iter().filter(|b| **b < 240).take(many).map(|b| char::from(ALPHABET[usize::from(*b) % 30])).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, b| {
        // Writing to a string does not fail.
        let _ = write!(text, "{b:02x}");
        text
    })
}
