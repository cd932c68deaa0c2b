//! The two databases behind one type, and the rules for asking them when they may be slow, full or gone.

use super::availability::{Access, Availability};
use super::connection::{Connection, Lease};
use super::error::StoreError;
use super::pools::DatabaseSource;
pub use super::pools::Pools;
#[cfg(test)]
use super::pools::with_pragma;
use super::transaction::Transaction;
use crate::protect::{make_private_folder, restrict_to_owner};
use arc_swap::ArcSwapOption;
use sqlx::sqlite::SqlitePoolOptions;
use std::fs::OpenOptions;
use std::future::Future;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// What takes longer is a reason to look whether the database is there at all.
const PATIENCE: Duration = Duration::from_millis(100);
/// A look that is not answered within this makes the database doubtful: who has something else to show shows it.
const DOUBT_AFTER: Duration = Duration::from_millis(100);
/// A look that is not answered within this means that the database is away.
const LOOK_LIMIT: Duration = Duration::from_secs(2);
/// The same once it is known to be away.
const LOOK_AGAIN_LIMIT: Duration = Duration::from_secs(1);
/// How long is waited between looks while it is away.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The longest a question may take while the database is there.
const READ_LIMIT: Duration = Duration::from_secs(10);
/// The longest a transaction may take: large imports are many transactions.
const WRITE_LIMIT: Duration = Duration::from_secs(60);
/// How long an old pool may take to say goodbye.
const CLOSE_LIMIT: Duration = Duration::from_secs(5);

/// Pools, and how often the database had gone when they were made.
pub struct PoolSet {
    times: u64,
    pub pools: Pools,
}

/// A database and its pools in one runtime.
pub struct Db {
    source: DatabaseSource,
    pub availability: Arc<Availability>,
    pools: ArcSwapOption<PoolSet>,
    renewing: Mutex<()>,
    /// What a test tells SQLite on every connection that writes, to make it fail.
    #[cfg(test)]
    pub writer_pragma: Arc<Mutex<String>>,
}

impl Db {
    pub async fn sqlite(data: &Path, file: &Path) -> Result<Arc<Self>, StoreError> {
        let folder = |e| StoreError::Folder(data.to_owned(), e);
        make_private_folder(data).map_err(folder)?;
        // SQLite gives its journals the mode of the database, and the database what the umask leaves.
        OpenOptions::new().create(true).append(true).mode(0o600).open(file).map_err(folder)?;
        for journal in ["", "-wal", "-shm"] {
            let mut path = file.as_os_str().to_owned();
            path.push(journal);
            if let Err(error) = restrict_to_owner(Path::new(&path)) {
                tracing::warn!(%error, "others may be able to read {}", Path::new(&path).display());
            }
        }
        Self::open(DatabaseSource::sqlite(file)).await
    }

    pub async fn postgres(url: &str) -> Result<Arc<Self>, StoreError> {
        Self::open(DatabaseSource::postgres(url)?).await
    }

    /// Connects at once, so that what is wrong is said at the start.
    async fn open(source: DatabaseSource) -> Result<Arc<Self>, StoreError> {
        let db = Arc::new(Self::new(source, Arc::default()));
        match &db.pools().pools {
            Pools::Sqlite { write, read } => {
                Lease::take(write).await?.give_back();
                Lease::take(read).await?.give_back();
            }
            Pools::Postgres(pool) => Lease::take(pool).await?.give_back(),
        }
        Ok(db)
    }

    fn new(source: DatabaseSource, availability: Arc<Availability>) -> Self {
        Self {
            source,
            availability,
            pools: ArcSwapOption::empty(),
            renewing: Mutex::default(),
            #[cfg(test)]
            writer_pragma: Arc::default(),
        }
    }

    /// The same database with pools of its own, made where they are first used. What is known of it is shared.
    pub fn for_other_runtime(&self) -> Arc<Self> {
        Arc::new(Self::new(self.source.clone(), self.availability.clone()))
    }

    /// The pools; new ones when the database has gone since they were made.
    pub fn pools(&self) -> Arc<PoolSet> {
        let times = self.availability.times();
        let current = || self.pools.load_full().filter(|pools| pools.times == times);
        if let Some(pools) = current() {
            return pools;
        }
        let _renewing = self.renewing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pools) = current() {
            return pools;
        }
        let writers = SqlitePoolOptions::new();
        #[cfg(test)]
        let writers = with_pragma(writers, self.writer_pragma.clone());
        let pools = Arc::new(PoolSet { times, pools: self.source.pools(writers) });
        if let Some(old) = self.pools.swap(Some(pools.clone())) {
            tokio::spawn(async move {
                // One that does not end in time is dropped with its connections.
                let _ = timeout(CLOSE_LIMIT, old.pools.close()).await;
            });
        }
        pools
    }

    /// Asks something of the database: see [`Db::watched`].
    ///
    /// # Errors
    /// What the work answers; that the database is away, or took longer than the limit for reading.
    pub fn read<T>(
        self: &Arc<Self>,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> impl Future<Output = Result<T, StoreError>> {
        self.watched(READ_LIMIT, Box::pin(work))
    }

    /// Changes something in the database: see [`Db::watched`]. Work that fails or is dropped before its transaction is
    /// committed leaves nothing behind, not even the connection.
    ///
    /// # Errors
    /// What the work answers; that the database is away, or took longer than the limit for writing.
    pub fn write<T>(
        self: &Arc<Self>,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> impl Future<Output = Result<T, StoreError>> {
        self.watched(WRITE_LIMIT, Box::pin(work))
    }

    /// A connection for reading, inside [`Db::read`]. It is to be given back.
    pub async fn reader(&self) -> Result<Connection, StoreError> {
        Ok(match &self.pools().pools {
            Pools::Sqlite { read, .. } => Connection::Sqlite(Lease::take(read).await?),
            Pools::Postgres(pool) => Connection::Postgres(Lease::take(pool).await?),
        })
    }

    /// Begins a transaction, inside [`Db::write`].
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Transaction::begin(&self.pools().pools).await
    }

    /// Does something with the database, in a box: otherwise the future of every page would hold all of it in itself. At once refused while it is away, and given up when it goes meanwhile.
    ///
    /// # Errors
    /// What the work answers; that the database is away, or took longer than the limit.
    async fn watched<T>(
        self: &Arc<Self>,
        limit: Duration,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let availability = &self.availability;
        if availability.is_away() {
            availability.note_trouble();
            self.look();
            return Err(StoreError::Away);
        }
        let mut work = std::pin::pin!(work);
        let answer = match timeout(PATIENCE, work.as_mut()).await {
            Ok(answer) => answer,
            Err(_) => {
                self.look();
                tokio::select! {
                    biased;
                    answer = work => answer,
                    () = availability.gone() => Err(StoreError::Away),
                    () = sleep(limit) => Err(StoreError::Slow(limit)),
                }
            }
        };
        if let Err(error) = &answer
            && error.is_unavailable()
        {
            availability.note_trouble();
            if error.lost_connection() {
                self.look();
            }
        }
        answer
    }

    /// Looks whether the database is there, and as long as it is not, again and again. One at a time.
    fn look(self: &Arc<Self>) {
        if !self.availability.begin_look() {
            return;
        }
        let look = Look(self.clone());
        tokio::spawn(async move {
            let availability = &look.0.availability;
            loop {
                if look.once().await {
                    availability.set(Access::There);
                    return;
                }
                availability.set(Access::Away);
                sleep(LOOK_EVERY).await;
            }
        });
    }

    /// From now on what is deleted is written over with zeros. Where it is SQLite: PostgreSQL's own files are its own.
    pub async fn overwrite_what_is_deleted(&self) -> Result<(), StoreError> {
        if let Pools::Sqlite { write, .. } = &self.pools().pools {
            sqlx::query("PRAGMA secure_delete = ON").execute(write).await?;
        }
        Ok(())
    }

    /// Writes SQLite's journal into the database and empties it.
    pub async fn empty_journal(&self) -> Result<(), StoreError> {
        if let Pools::Sqlite { write, .. } = &self.pools().pools {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
        }
        Ok(())
    }

    pub async fn close(&self) {
        if let Some(pools) = self.pools.load_full() {
            pools.pools.close().await;
        }
    }
}

/// The right to look. It ends with the task, also when that is dropped with its runtime: then the next who asks looks.
struct Look(Arc<Db>);

impl Look {
    /// Whether the database answers. Meanwhile it is doubtful, once that takes long.
    async fn once(&self) -> bool {
        let limit = if self.0.availability.is_away() { LOOK_AGAIN_LIMIT } else { LOOK_LIMIT };
        let mut answer = std::pin::pin!(timeout(limit, self.0.source.knock()));
        let answer = match timeout(DOUBT_AFTER, answer.as_mut()).await {
            Ok(answer) => answer,
            Err(_) => {
                if !self.0.availability.is_away() {
                    self.0.availability.set(Access::Doubtful);
                }
                answer.await
            }
        };
        match answer {
            Ok(Ok(())) => true,
            // Whoever refuses for another reason is there.
            Ok(Err(error)) => !StoreError::from(error).lost_connection(),
            Err(_) => false,
        }
    }
}

impl Drop for Look {
    fn drop(&mut self) {
        self.0.availability.end_look();
    }
}

/// Makes a database on a server and answers its address. For tests.
#[cfg(test)]
pub async fn create_database(server: &str, name: &str) -> Result<String, StoreError> {
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1).connect(server).await?;
    // Names of test databases are made by the tests themselves.
    sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await?;
    pool.close().await;
    let (address, query) = server.split_once('?').map_or((server, ""), |(a, q)| (a, q));
    let base = address.trim_end_matches('/').rsplit_once('/').map_or(address, |(base, _)| base);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    Ok(format!("{base}/{name}{query}"))
}
