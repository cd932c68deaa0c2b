//! What tests share: throw-away databases, small listings, and the real data when it is there.

use crate::area::Area;
use crate::domain::Service;
use crate::store::Store;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use uuid::Uuid;

/// A database of a test's own, gone with it.
pub struct TestStore {
    store: Store,
    _folder: Option<TempDir>,
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
    TestStore { store, _folder: Some(folder) }
}

async fn postgres(server: &str) -> TestStore {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let url = crate::store::create_database(server, &name).await.expect("a database on the test server");
    TestStore { store: Store::open_postgres(&url).await.expect("a new database"), _folder: None }
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

/// A small area pack that is not Lancashire: what of Lancashire's stands in code shows with it.
pub fn small_area() -> Arc<Area> {
    static AREA: OnceLock<Arc<Area>> = OnceLock::new();
    let read = || {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy_folder(Path::new("tests/packs/small"), folder.path());
        copy_folder(Path::new("areas/lancashire/words"), &folder.path().join("words"));
        Arc::new(Area::from_folder(folder.path()).expect("the small pack is right"))
    };
    AREA.get_or_init(read).clone()
}
