//! Writing a backup while others go on working.

use super::head::Head;
use super::{BackupError, records, verify};
use crate::protect::{NewFile, SealedWriter, SecretKey, new_nonce};
use crate::store::{Contents, ExportSink, SqlValue, Store, StoredTable};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

type Sealed = ZlibEncoder<SealedWriter<BufWriter<NewFile>>>;

/// Takes what the store reads and writes it to a file.
pub(super) struct FileSink {
    path: PathBuf,
    key: SecretKey,
    key_file: PathBuf,
    made: String,
    state: State,
}

enum State {
    Begun(Option<NewFile>),
    Writing(Box<Head>, Box<Sealed>),
}

impl FileSink {
    /// Begins a file. `key_file` is where the store's key lies, for the head; `made` the time.
    pub(super) fn create(store: &Store, path: &Path, key_file: &Path, made: String) -> Result<Self, BackupError> {
        let key = store.secret_key()?.clone();
        let file = NewFile::create(path).map_err(|e| BackupError::of_write(path, e))?;
        Ok(Self {
            path: path.to_owned(),
            key,
            key_file: std::path::absolute(key_file).unwrap_or_else(|_| key_file.to_owned()),
            made,
            state: State::Begun(Some(file)),
        })
    }

    fn write(&mut self, record: impl FnOnce(&mut Sealed) -> io::Result<()>) -> Result<(), BackupError> {
        let State::Writing(_, into) = &mut self.state else { return Ok(()) };
        record(into).map_err(|e| BackupError::of_write(&self.path, e))
    }

    /// Ends the file, reads it again from its beginning to its end, and only then gives it its name.
    pub(super) fn finish(self) -> Result<Head, BackupError> {
        let failed = |e| BackupError::of_write(&self.path, e);
        let State::Writing(head, mut into) = self.state else {
            return Err(failed(io::Error::other("nothing was read")));
        };
        records::write_end(&mut into).map_err(failed)?;
        let file = into.finish().and_then(SealedWriter::finish).map_err(failed)?;
        let file = file.into_inner().map_err(|e| failed(e.into_error()))?;
        verify(file.part(), &self.key)?;
        file.finish().map_err(failed)?;
        Ok(*head)
    }
}

impl ExportSink for FileSink {
    type Error = BackupError;

    fn begin(&mut self, contents: Contents) -> Result<(), BackupError> {
        let State::Begun(file) = &mut self.state else { return Ok(()) };
        let Some(file) = file.take() else { return Ok(()) };
        let nonce = new_nonce()?;
        let head = Head::new(contents, self.made.clone(), self.key.fingerprint(), self.key_file.clone(), nonce);
        let line = head.line();
        let mut file = BufWriter::new(file);
        file.write_all(&line).map_err(|e| BackupError::of_write(&self.path, e))?;
        let sealed = SealedWriter::new(file, &self.key, nonce, line);
        let sealed = ZlibEncoder::new(sealed, Compression::default());
        self.state = State::Writing(Box::new(head), Box::new(sealed));
        Ok(())
    }

    fn table(&mut self, table: &StoredTable) -> Result<(), BackupError> {
        self.write(|into| records::write_table(into, table))
    }

    fn row(&mut self, row: &[SqlValue]) -> Result<(), BackupError> {
        self.write(|into| records::write_row(into, row))
    }
}

/// Writes a backup to a new file. `key_file` is where the store's key lies, for the head; `made` the time.
///
/// # Errors
/// When there is a file of that name, no room, or no key; or the database cannot be read to its end. Then nothing is left.
pub async fn write(store: &Store, path: &Path, key_file: &Path, made: String) -> Result<Head, BackupError> {
    let mut sink = FileSink::create(store, path, key_file, made)?;
    store.export(&mut sink).await?;
    sink.finish()
}
