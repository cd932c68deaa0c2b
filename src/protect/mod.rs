//! What keeps stored data from other eyes: who may read files, the key file, and what is sealed with its key.
//!
//! Files and folders of ours are readable by their owner alone. The key never leaves its file but into memory; what is
//! sealed names the key by its fingerprint, so that another key is noticed before anything is tried with it. It knows
//! nothing of ours.

mod files;
mod key;
mod seal;
mod stream;

pub use files::{NewFile, make_private_folder, restrict_to_owner};
pub use key::{KEY_FILE, KeyError, SecretKey};
pub use seal::{SealError, is_sealed, sealed_by};
pub use stream::{NONCE_BYTES, SealedReader, SealedWriter, new_nonce};

/// Bytes as lower-case hexadecimal digits.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Hexadecimal digits as bytes; none where they are not pairs of digits.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
