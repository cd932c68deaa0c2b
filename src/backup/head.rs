//! The first line of a backup: JSON that anybody can read, so that whoever finds the file knows what it is and which key it
//! needs.

use crate::protect::{NONCE_BYTES, from_hex, to_hex};
use crate::store::Contents;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

const FORMAT: &str = "local-offer backup";
/// The version of the format that is written.
pub const VERSION: u32 = 1;
/// A head is never longer, in bytes.
pub const LONGEST: u64 = 64 * 1024;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    format: String,
    /// The version of the format.
    pub version: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// When it was made, UTC.
    pub made: String,
    /// The number of the database's newest migration.
    pub schema: i64,
    /// Which database it was.
    pub identity: String,
    /// The number of the database's last change.
    pub change: u64,
    /// Which key opens it: 16 hexadecimal digits, and no part of the key.
    pub key_fingerprint: String,
    /// Where the key was when the backup was made.
    pub key_file: PathBuf,
    nonce: String,
    /// Its tables, each with how many rows it has.
    pub tables: BTreeMap<String, u64>,
}

/// What every version says of itself.
#[derive(Deserialize)]
pub struct Beginning {
    format: String,
    /// The version of the format.
    pub version: u32,
    /// The version of the program that wrote it.
    pub program: String,
}

impl Beginning {
    /// Reads what is the same in every version; none where it is no backup.
    pub fn parse(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok().filter(|beginning: &Self| beginning.format == FORMAT)
    }
}

impl Head {
    /// The head of a new backup.
    pub fn new(
        contents: Contents,
        made: String,
        key_fingerprint: String,
        key_file: PathBuf,
        nonce: [u8; NONCE_BYTES],
    ) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            made,
            schema: contents.schema,
            identity: contents.identity,
            change: contents.change,
            key_fingerprint,
            key_file,
            nonce: to_hex(&nonce),
            tables: contents.tables.into_iter().collect(),
        }
    }

    /// Reads the first line of a file of this version.
    pub fn parse(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// The line, with its end.
    pub fn line(&self) -> Vec<u8> {
        let mut line = serde_json::to_vec(self).expect("names and numbers can be written as JSON");
        line.push(b'\n');
        line
    }

    /// The number that the sealed part begins with.
    pub fn nonce(&self) -> Option<[u8; NONCE_BYTES]> {
        from_hex(&self.nonce)?.try_into().ok()
    }

    /// How many rows all its tables have.
    pub fn rows(&self) -> u64 {
        self.tables.values().sum()
    }
}
