//! Reading a backup. What it says is believed only once its seal held.

use super::BackupError;
use super::head::{Beginning, Head, LONGEST, VERSION};
use super::records::RecordReader;
use crate::protect::{SealedReader, SecretKey};
use crate::store::{Batch, newest_schema};
use flate2::read::ZlibDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// A backup whose head was read.
pub struct BackupFile {
    /// Where it is.
    pub path: PathBuf,
    /// What it says of itself. Anybody may have written that, until its records were read.
    pub head: Head,
    line: Vec<u8>,
    rest: BufReader<File>,
}

impl BackupFile {
    /// Opens a file and reads its first line.
    ///
    /// # Errors
    /// When it cannot be read, is no backup, or a later program wrote it.
    pub fn open(path: &Path) -> Result<Self, BackupError> {
        let mut rest = BufReader::new(File::open(path).map_err(|e| BackupError::Read(path.to_owned(), e))?);
        let mut line = Vec::new();
        let read = rest.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        read.map_err(|e| BackupError::Read(path.to_owned(), e))?;
        let not_ours = || BackupError::NotABackup(path.to_owned());
        let beginning = Beginning::parse(&line).filter(|_| line.ends_with(b"\n")).ok_or_else(not_ours)?;
        if beginning.version > VERSION {
            return Err(BackupError::Newer(path.to_owned(), beginning.program));
        }
        let head = Head::parse(&line).ok_or_else(not_ours)?;
        if head.schema > newest_schema() {
            return Err(BackupError::Newer(path.to_owned(), head.program));
        }
        Ok(Self { path: path.to_owned(), head, line, rest })
    }

    /// Its rows, in order. The last answer is an error when anything at all is not as it was written.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn batches(self, key: &SecretKey) -> Result<Batches, BackupError> {
        let nonce = self.head.nonce().ok_or_else(|| BackupError::NotABackup(self.path.clone()))?;
        let sealed =
            SealedReader::new(self.rest, key, nonce, self.line).map_err(|e| BackupError::of_read(&self.path, e))?;
        let reader = Some(RecordReader::new(ZlibDecoder::new(sealed)));
        Ok(Batches { path: self.path, head: self.head, reader })
    }
}

/// The rows of a backup. Until they came to their end without an error they may not be trusted.
pub struct Batches {
    path: PathBuf,
    head: Head,
    reader: Option<RecordReader<ZlibDecoder<SealedReader<BufReader<File>>>>>,
}

impl Batches {
    /// After the last record: nothing else is in the file, and every row that the head names came.
    fn end(&mut self) -> Result<(), BackupError> {
        let Some(reader) = self.reader.take() else { return Ok(()) };
        let complete = reader.counts == self.head.tables;
        let mut more = Vec::new();
        let mut decoder = reader.into_inner();
        decoder.read_to_end(&mut more).map_err(|e| BackupError::of_read(&self.path, e))?;
        decoder.into_inner().read_to_end(&mut more).map_err(|e| BackupError::of_read(&self.path, e))?;
        if complete && more.is_empty() { Ok(()) } else { Err(BackupError::Damaged(self.path.clone())) }
    }
}

impl Iterator for Batches {
    type Item = Result<Batch, BackupError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.reader.as_mut()?.next_batch() {
            Ok(Some(batch)) => Some(Ok(batch)),
            Ok(None) => self.end().err().map(Err),
            Err(error) => {
                self.reader = None;
                Some(Err(BackupError::of_read(&self.path, error)))
            }
        }
    }
}

/// Reads a backup to its end and keeps nothing of it.
///
/// # Errors
/// When it is not whole, or the key is not its key.
pub fn verify(path: &Path, key: &SecretKey) -> Result<Head, BackupError> {
    let file = BackupFile::open(path)?;
    let head = file.head.clone();
    file.batches(key)?.try_for_each(|batch| batch.map(drop))?;
    Ok(head)
}
