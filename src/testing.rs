//! What tests share: throw-away databases, small listings, and the real data when it is there.

use crate::area::Area;
use crate::domain::Service;
use crate::flaky_proxy::Proxy;
use crate::protect::KEY_FILE;
use crate::store::{EmptyDatabase, Store, StoreError};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use uuid::Uuid;

/// A database of a test's own, gone with it.
pub struct TestStore {
    store: Store,
    _folder: TempDir,
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// SQLite, and PostgreSQL where `LOCAL_OFFER_TEST_POSTGRES` names a server (`make test` starts one).
pub async fn databases() -> Vec<TestStore> {
    let mut all = vec![sqlite().await];
    if let Ok(server) = std::env::var("LOCAL_OFFER_TEST_POSTGRES")
        && !server.is_empty()
    {
        all.push(postgres(&server).await);
    }
    all
}

/// An embedded database in a folder of its own.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::open_embedded(folder.path()).await.expect("an embedded database");
    let store = store.unlock(&folder.path().join(KEY_FILE)).await.expect("a new key");
    TestStore { store, _folder: folder }
}

/// A PostgreSQL database behind a proxy that can fail, with the database's own address; none where there is no server.
pub async fn behind_proxy() -> Option<(TestStore, Proxy, String)> {
    let server = std::env::var("LOCAL_OFFER_TEST_POSTGRES").ok().filter(|server| !server.is_empty())?;
    let url = new_database(&server).await;
    let (proxy, through) = Proxy::before(&url).await;
    Some((with_new_key(Store::open_postgres(&through).await.expect("a new database")).await, proxy, url))
}

/// A store with a key of its own.
async fn with_new_key(store: Store) -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = store.unlock(&folder.path().join(KEY_FILE)).await.expect("a new key");
    TestStore { store, _folder: folder }
}

async fn new_database(server: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    crate::store::create_database(server, &name).await.expect("a database on the test server")
}

async fn postgres(server: &str) -> TestStore {
    let url = new_database(server).await;
    with_new_key(Store::open_postgres(&url).await.expect("a new database")).await
}

/// A place where a database can come to be: nothing is there yet.
pub struct EmptyPlace {
    folder: TempDir,
    url: Option<String>,
}

/// An empty place for SQLite, and one for PostgreSQL where there is a server.
pub async fn places() -> Vec<EmptyPlace> {
    let folder = || tempfile::tempdir().expect("a temporary folder");
    let mut all = vec![EmptyPlace { folder: folder(), url: None }];
    if let Ok(server) = std::env::var("LOCAL_OFFER_TEST_POSTGRES")
        && !server.is_empty()
    {
        all.push(EmptyPlace { folder: folder(), url: Some(new_database(&server).await) });
    }
    all
}

impl EmptyPlace {
    /// The data folder. It is not there before somebody makes it.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where its key is.
    pub fn key_file(&self) -> PathBuf {
        self.data().join(KEY_FILE)
    }

    /// A file beside the data folder.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Opens the database as the server does.
    pub async fn open(&self) -> Store {
        self.open_with(&self.key_file()).await
    }

    /// The same with a key in another place.
    pub async fn open_with(&self, key_file: &Path) -> Store {
        std::fs::create_dir_all(self.data()).expect("a data folder");
        let store = match &self.url {
            Some(url) => Store::open_postgres(url).await,
            None => Store::open_embedded(&self.data()).await,
        };
        store.expect("a database").unlock(key_file).await.expect("a key or the word that it is lost")
    }

    /// The place as a restore takes it.
    pub async fn empty(&self) -> Result<EmptyDatabase, StoreError> {
        match &self.url {
            Some(url) => EmptyDatabase::postgres(url).await,
            None => EmptyDatabase::embedded(&self.data()).await,
        }
    }

    /// Whether there is nothing at all.
    pub async fn is_untouched(&self) -> bool {
        !self.data().exists() && self.empty().await.is_ok()
    }
}

/// A listing with a name and an id made from it.
pub fn service(name: &str) -> Service {
    let text = serde_json::json!({
        "id": Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()),
        "name": name,
        "summary": format!("What {name} does."),
    });
    serde_json::from_value(text).expect("a small listing")
}

/// A file of the real data, when it is there: none of it is committed. `make test` says when it is not.
pub fn real_data(name: &str) -> Option<PathBuf> {
    let folder = std::env::var("LOCAL_OFFER_TEST_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let path = PathBuf::from(folder).join(name);
    path.exists().then_some(path)
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder to copy to");
    for entry in std::fs::read_dir(from).expect("a folder to copy").flatten() {
        let (path, into) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &into);
        } else {
            std::fs::copy(&path, &into).expect("a file to copy");
        }
    }
}

/// The embedded area.
pub fn area() -> Arc<Area> {
    static AREA: OnceLock<Arc<Area>> = OnceLock::new();
    AREA.get_or_init(|| Arc::new(Area::embedded().expect("the embedded pack is right"))).clone()
}

/// The day it is in tests.
pub fn today() -> jiff::civil::Date {
    jiff::civil::date(2026, 11, 20)
}

/// The parameters of an address.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).map(|(n, v)| (n.into_owned(), v.into_owned())).collect()
}

/// A copy of the small area pack in `tests/packs/small`, with the words of Lancashire's: a pack cannot be without any.
pub fn small_pack() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copy_folder(Path::new("tests/packs/small"), folder.path());
    copy_folder(Path::new("areas/lancashire/words"), &folder.path().join("words"));
    folder
}

/// A small area that is not Lancashire: what of Lancashire's stands in code shows with it.
pub fn small_area() -> Arc<Area> {
    static AREA: OnceLock<Arc<Area>> = OnceLock::new();
    let read = || Arc::new(Area::from_folder(small_pack().path()).expect("the small pack is right"));
    AREA.get_or_init(read).clone()
}

/// Lancashire and the small area: a test of what a page does, and not of Lancashire's words, loops over both.
pub fn areas() -> [Arc<Area>; 2] {
    [area(), small_area()]
}
