//! Keeps the index true to the listings: rebuilds it when it must, and follows every change after that.

use super::engine::{Engine, IndexState, reader};
use super::folder::LOCK;
use super::schema::{folder_name, register_analysers};
use super::{SearchError, folder as on_disk};
use crate::domain::Service;
use std::fs::{self, File, TryLockError};
use std::future::Future;
use std::io::{Read, Write};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, Term};
use uuid::Uuid;

/// Where the listings come from. The follower knows no database.
pub trait Documents: Send + Sync + 'static {
    /// What can go wrong there.
    type Error: std::error::Error + Send + Sync + 'static;
    /// Which collection this is: an index of another is thrown away.
    fn identity(&self) -> impl Future<Output = Result<String, Self::Error>> + Send;
    /// The number of the last change.
    fn head(&self) -> impl Future<Output = Result<u64, Self::Error>> + Send;
    /// The oldest change that is still told.
    fn oldest(&self) -> impl Future<Output = Result<u64, Self::Error>> + Send;
    /// Numbers and listings changed after a number, in order, never stopping inside a number.
    fn changes(&self, after: u64, most: u32) -> impl Future<Output = Result<Vec<(u64, Uuid)>, Self::Error>> + Send;
    /// Listings as they are now; those that are gone are left out.
    fn by_ids(&self, ids: &[Uuid]) -> impl Future<Output = Result<Vec<Service>, Self::Error>> + Send;
    /// All listings in pieces, by id.
    fn after(&self, id: Option<Uuid>, most: u32) -> impl Future<Output = Result<Vec<Service>, Self::Error>> + Send;
    /// Ends when something may have changed. It may be late or never: the follower looks by itself too.
    fn changed(&self) -> impl Future<Output = ()> + Send;
}

/// Why following stopped or stumbled.
#[derive(Debug, thiserror::Error)]
pub enum FollowError<E: std::error::Error> {
    /// The index.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// Where the listings come from.
    #[error("the listings could not be read: {0}")]
    Documents(E),
}

impl<E: std::error::Error> From<tantivy::TantivyError> for FollowError<E> {
    fn from(e: tantivy::TantivyError) -> Self {
        FollowError::Search(SearchError::Index(e))
    }
}

/// How often the change number is looked at when nobody says that it changed.
const LOOK: Duration = Duration::from_millis(250);
/// Listings read at once while rebuilding, and changes while following.
const PIECE: u32 = 500;
/// The index writer's buffer in bytes.
const BUFFER: usize = 50_000_000;

/// The one writer of an index folder.
pub struct Follower<D: Documents> {
    engine: Engine,
    documents: D,
    folder: PathBuf,
    writer: IndexWriter,
    identity: String,
    // Held for as long as this lives: only one process may write.
    hold: File,
}

impl<D: Documents> Follower<D> {
    /// Opens the index in a folder, or builds it anew, and puts it into the engine. Catches up before it returns.
    ///
    /// # Errors
    /// When another process holds the folder, it cannot be written, or the listings cannot be read.
    pub async fn start(engine: Engine, documents: D, folder: &Path) -> Result<Self, FollowError<D::Error>> {
        on_disk::make(folder).map_err(|e| SearchError::Folder(folder.to_owned(), e))?;
        let hold = hold(folder)?;
        let identity = documents.identity().await.map_err(FollowError::Documents)?;
        let head = documents.head().await.map_err(FollowError::Documents)?;
        let oldest = documents.oldest().await.map_err(FollowError::Documents)?;
        let place = folder.join(folder_name(&engine.area));
        let usable = open(&place, &engine).filter(|(_, payload)| {
            let reached = reached(payload, &identity);
            reached.is_some_and(|n| n <= head && n + 1 >= oldest)
        });
        let (index, applied) = match usable {
            Some((index, payload)) => (index, reached(&payload, &identity).unwrap_or(0)),
            None => (build(&engine, &documents, folder, &place, &identity).await?, head),
        };
        remove_others(folder, &place);
        let writer = writer(&index)?;
        clear_halves(&writer)?;
        let reader = reader(&index)?;
        engine.live.store(std::sync::Arc::new(IndexState { reader, applied, ready: false }));
        let mut follower = Self { engine, documents, folder: folder.to_owned(), writer, identity, hold };
        follower.catch_up().await?;
        Ok(follower)
    }

    /// Throws the index away and builds it again from the listings.
    ///
    /// # Errors
    /// As [`Follower::start`].
    pub async fn rebuild(engine: Engine, documents: D, folder: &Path) -> Result<Self, FollowError<D::Error>> {
        let place = folder.join(folder_name(&engine.area));
        if on_disk::there(&place) {
            let hold = hold(folder)?;
            set_aside(folder, &place).map_err(|e| SearchError::Folder(folder.to_owned(), e))?;
            drop(hold);
        }
        Self::start(engine, documents, folder).await
    }

    /// Applies every change there is. Answers the number reached.
    ///
    /// # Errors
    /// When the listings cannot be read or the index cannot be written: what was applied stays applied.
    pub async fn catch_up(&mut self) -> Result<u64, FollowError<D::Error>> {
        loop {
            let applied = self.engine.applied();
            let head = self.documents.head().await.map_err(FollowError::Documents)?;
            if head <= applied {
                self.publish(applied, true)?;
                return Ok(applied);
            }
            let changes = self.documents.changes(applied, PIECE).await.map_err(FollowError::Documents)?;
            // Looked at after the changes were read: what was taken out of the log meanwhile is not in them.
            let oldest = self.documents.oldest().await.map_err(FollowError::Documents)?;
            if applied + 1 < oldest {
                self.read_all_again(head).await?;
                continue;
            }
            let number = changes.last().map_or(head, |(n, _)| *n);
            let mut ids: Vec<Uuid> = changes.into_iter().map(|(_, id)| id).collect();
            ids.sort_unstable();
            ids.dedup();
            let now = self.documents.by_ids(&ids).await.map_err(FollowError::Documents)?;
            for id in &ids {
                self.writer.delete_term(Term::from_field_text(self.engine.fields.id, &id.to_string()));
            }
            for service in &now {
                self.writer.add_document(self.engine.document(service))?;
            }
            commit(&mut self.writer, &self.identity, number)?;
            self.publish(number, false)?;
        }
    }

    /// Reads every listing again into the same index, which answers as before until all are there: what the log no longer
    /// tells cannot be followed.
    async fn read_all_again(&mut self, head: u64) -> Result<(), FollowError<D::Error>> {
        self.writer.delete_all_documents()?;
        let mut last = None;
        loop {
            let piece = self.documents.after(last, PIECE).await.map_err(FollowError::Documents)?;
            let Some(end) = piece.last() else { break };
            last = Some(end.id);
            for service in &piece {
                self.writer.add_document(self.engine.document(service))?;
            }
        }
        commit(&mut self.writer, &self.identity, head)?;
        self.publish(head, false)?;
        Ok(())
    }

    fn publish(&self, applied: u64, caught_up: bool) -> Result<(), SearchError> {
        let live = self.engine.live.load_full();
        if live.applied == applied && (live.ready || !caught_up) {
            return Ok(());
        }
        live.reader.reload()?;
        let ready = live.ready || caught_up;
        self.engine.live.store(std::sync::Arc::new(IndexState { applied, ready, ..(*live).clone() }));
        Ok(())
    }

    /// Follows for ever. Stumbles are handed to `report` and tried again.
    pub async fn follow(mut self, report: impl Fn(&FollowError<D::Error>)) {
        loop {
            tokio::select! {
                () = self.documents.changed() => {}
                () = tokio::time::sleep(LOOK) => {}
            }
            if let Err(error) = self.catch_up().await {
                report(&error);
                if let Err(error) = self.recover().await {
                    report(&error);
                }
                tokio::time::sleep(LOOK * 4).await;
            }
        }
    }

    /// After a failed write the writer starts afresh from the last commit; where its files are gone, from the listings.
    pub(super) async fn recover(&mut self) -> Result<(), FollowError<D::Error>> {
        let place = self.folder.join(folder_name(&self.engine.area));
        if !place.join("meta.json").exists() {
            return self.build_again(&place).await;
        }
        self.writer.rollback()?;
        clear_halves(&self.writer)?;
        Ok(())
    }

    /// Somebody took the folder away, or put another in its place. Searches go on in the old index until the new one is
    /// whole.
    async fn build_again(&mut self, place: &Path) -> Result<(), FollowError<D::Error>> {
        on_disk::make(&self.folder).map_err(|e| SearchError::Folder(self.folder.clone(), e))?;
        if !on_disk::still_holds(&self.folder, &self.hold) {
            self.hold = hold(&self.folder)?;
        }
        let index = build(&self.engine, &self.documents, &self.folder, place, &self.identity).await?;
        let payload = index.load_metas()?.payload.unwrap_or_default();
        let applied = reached(&payload, &self.identity).unwrap_or(0);
        self.writer = writer(&index)?;
        let live = IndexState { reader: reader(&index)?, applied, ready: true };
        self.engine.live.store(std::sync::Arc::new(live));
        Ok(())
    }

    /// Where it writes.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Takes the folder for this process; says who has it otherwise.
fn hold(folder: &Path) -> Result<File, SearchError> {
    let path = folder.join(LOCK);
    let io = |e| SearchError::Folder(folder.to_owned(), e);
    let mut file = File::options().create(true).truncate(false).read(true).write(true).open(&path).map_err(io)?;
    match file.try_lock() {
        Ok(()) => {
            file.set_len(0).map_err(io)?;
            write!(file, "process {}", std::process::id()).map_err(io)?;
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            Err(SearchError::Held(folder.to_owned(), if holder.is_empty() { "another process".into() } else { holder }))
        }
        Err(TryLockError::Error(e)) => Err(io(e)),
    }
}

/// Opens an index that is whole and of the right shape, with its payload. tantivy panics on some damaged files, and
/// that means the same as refusing them.
fn open(place: &Path, engine: &Engine) -> Option<(Index, String)> {
    std::panic::catch_unwind(AssertUnwindSafe(|| open_whole(place, engine))).ok().flatten()
}

fn open_whole(place: &Path, engine: &Engine) -> Option<(Index, String)> {
    let index = Index::open_in_dir(place).ok()?;
    if index.schema() != engine.fields.schema || !index.validate_checksum().ok()?.is_empty() {
        return None;
    }
    let payload = index.load_metas().ok()?.payload?;
    register_analysers(&index, &engine.analysis.stems);
    Some((index, payload))
}

/// The change number in a payload of this collection.
fn reached(payload: &str, identity: &str) -> Option<u64> {
    let (whose, number) = payload.rsplit_once(':')?;
    if whose == identity { number.parse().ok() } else { None }
}

async fn build<D: Documents>(
    engine: &Engine,
    documents: &D,
    folder: &Path,
    place: &Path,
    identity: &str,
) -> Result<Index, FollowError<D::Error>> {
    let io = |e| SearchError::Folder(folder.to_owned(), e);
    let building = folder.join("building");
    on_disk::remove(&building).map_err(io)?;
    fs::create_dir_all(&building).map_err(io)?;
    // The number first: what changes while the listings are read is applied again afterwards.
    let number = documents.head().await.map_err(FollowError::Documents)?;
    {
        let index = Index::create_in_dir(&building, engine.fields.schema.clone())?;
        register_analysers(&index, &engine.analysis.stems);
        let mut writer = writer(&index)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let mut last = None;
        loop {
            let piece = documents.after(last, PIECE).await.map_err(FollowError::Documents)?;
            let Some(end) = piece.last() else { break };
            last = Some(end.id);
            for service in &piece {
                writer.add_document(engine.document(service))?;
            }
        }
        commit(&mut writer, identity, number)?;
        let segments = index.searchable_segment_ids()?;
        if segments.len() > 1 {
            writer.merge(&segments).wait()?;
        }
        writer.wait_merging_threads()?;
    }
    if on_disk::there(place) {
        set_aside(folder, place).map_err(io)?;
    }
    fs::rename(&building, place).map_err(io)?;
    let index = Index::open_in_dir(place)?;
    register_analysers(&index, &engine.analysis.stems);
    Ok(index)
}

fn writer(index: &Index) -> Result<IndexWriter, tantivy::TantivyError> {
    index.writer_with_num_threads(1, BUFFER)
}

/// Takes away files that no commit names: whoever was killed, or had no room, between writing them and the commit left
/// them. tantivy would give the same name to the next one of the sort, and refuse to write over it, for ever.
fn clear_halves(writer: &IndexWriter) -> Result<(), tantivy::TantivyError> {
    writer.garbage_collect_files().wait()?;
    Ok(())
}

fn commit(writer: &mut IndexWriter, identity: &str, number: u64) -> Result<(), tantivy::TantivyError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&format!("{identity}:{number}"));
    prepared.commit()?;
    Ok(())
}

fn set_aside(folder: &Path, place: &Path) -> std::io::Result<()> {
    let aside = folder.join("aside");
    on_disk::remove(&aside)?;
    if !place.is_dir() {
        tracing::warn!("{} is no index: it was renamed to {}", place.display(), aside.display());
    }
    fs::rename(place, &aside)
}

/// Removes indexes of other versions and what was set aside. What cannot be removed is only space.
fn remove_others(folder: &Path, keep: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().map(|e| e.path()).filter(|p| p.is_dir() && p != keep) {
        let _ = fs::remove_dir_all(entry);
    }
}
