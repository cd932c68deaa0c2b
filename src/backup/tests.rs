//! Backups that are whole, and files that only look so.

use super::head::Head;
use super::write::FileSink;
use super::*;
use crate::protect::{KEY_FILE, SecretKey};
use crate::store::{CHANGE_LEAP, Contents, EmptyDatabase, ExportSink, SqlValue, Store, StoredTable, newest_schema};
use crate::testing::{EmptyPlace, places, service};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const MADE: &str = "2026-11-28T12:00:00Z";

/// Everything that a store holds, the rows of each table in an order of their own.
#[derive(Default)]
struct Everything {
    table: String,
    rows: BTreeMap<String, Vec<Vec<SqlValue>>>,
}

impl ExportSink for Everything {
    type Error = StoreError;

    fn begin(&mut self, _: Contents) -> Result<(), StoreError> {
        Ok(())
    }

    fn table(&mut self, table: &StoredTable) -> Result<(), StoreError> {
        self.table.clone_from(&table.name);
        self.rows.entry(table.name.clone()).or_default();
        Ok(())
    }

    fn row(&mut self, row: &[SqlValue]) -> Result<(), StoreError> {
        self.rows.get_mut(&self.table).unwrap().push(row.to_vec());
        Ok(())
    }
}

/// All rows but those of the counter, and the counter's number.
async fn everything(store: &Store) -> (BTreeMap<String, Vec<Vec<SqlValue>>>, i64) {
    let mut all = Everything::default();
    store.export(&mut all).await.unwrap();
    let counter = all.rows.remove("change_counter").unwrap();
    let SqlValue::Integer(change) = counter[0][1] else { panic!("the change number is a number") };
    all.rows.values_mut().for_each(|rows| rows.sort_by_key(|row| format!("{row:?}")));
    (all.rows, change)
}

async fn back_up(place: &EmptyPlace, store: &Store, name: &str) -> PathBuf {
    let file = place.beside(name);
    write(store, &file, &place.key_file(), MADE.to_owned()).await.unwrap();
    file
}

async fn put_back(file: &Path, key_file: Option<&Path>, place: &EmptyPlace) -> Result<Head, BackupError> {
    let backup = BackupFile::open(file)?;
    let key = find_key(&backup, key_file, &place.data())?;
    restore(backup, &key, place.empty().await?, &place.data(), "a new one").await
}

#[tokio::test]
async fn every_row_comes_back_on_both_databases_and_moves_between_them() {
    for from in places().await {
        let store = from.open().await;
        store.fill_every_table().await;
        store.save_services("a", &[service("One"), service("Two")]).await.unwrap();
        let (rows, change) = everything(&store).await;
        assert!(rows.values().all(|rows| !rows.is_empty()), "every table has rows: {rows:?}");
        let identity = store.identity().await.unwrap();
        let first = back_up(&from, &store, "first.backup").await;
        for to in places().await {
            let head = put_back(&first, None, &to).await.unwrap();
            assert_eq!((head.change as i64, head.identity.as_str()), (change, identity.as_str()));
            let there = to.open().await;
            let (same, later) = everything(&there).await;
            assert_eq!(same, rows);
            assert_eq!(later, change + CHANGE_LEAP, "no number comes twice");
            assert_eq!(
                there.identity().await.unwrap(),
                "a new one",
                "no index of the old database is taken for its own"
            );
            assert_eq!(there.secret_key().unwrap(), store.secret_key().unwrap());
            assert_eq!(fs::metadata(to.key_file()).unwrap().permissions().mode() & 0o777, 0o600);
            // And on to the other, by the same two commands.
            let second = back_up(&to, &there, "second.backup").await;
            for back in places().await {
                put_back(&second, None, &back).await.unwrap();
                assert_eq!(everything(&back.open().await).await.0, rows);
            }
        }
    }
}

#[tokio::test]
async fn sessions_and_links_do_not_come_back() {
    for from in places().await {
        let store = from.open().await;
        store.fill_every_table().await;
        store
            .run_sql(
                "INSERT INTO session (hash, account_id, created, seen, about) VALUES ('stolen', 'account 1', 1, 1, '')",
            )
            .await;
        let file = back_up(&from, &store, "a.backup").await;
        let bytes = fs::read(&file).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("email 1"), "nothing of the rows can be read");
        for to in places().await {
            put_back(&file, None, &to).await.unwrap();
            assert_eq!(to.open().await.session("stolen").await.unwrap(), None);
        }
    }
}

#[tokio::test]
async fn a_file_is_never_written_over_and_an_empty_place_is_needed() {
    for place in places().await {
        let store = place.open().await;
        let file = back_up(&place, &store, "a.backup").await;
        let before = fs::read(&file).unwrap();
        let again = write(&store, &file, &place.key_file(), MADE.to_owned()).await.unwrap_err();
        assert!(matches!(again, BackupError::Exists(_)), "{again}");
        assert_eq!(fs::read(&file).unwrap(), before);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        let said = put_back(&file, None, &place).await.unwrap_err().to_string();
        assert!(said.contains("an empty place"), "{said}");
        let nowhere = write(&store, &place.beside("no/folder"), &place.key_file(), MADE.to_owned()).await.unwrap_err();
        assert!(nowhere.to_string().contains("cannot be written"), "{nowhere}");
        let names = fs::read_dir(place.beside(".")).unwrap().flatten().map(|e| e.file_name()).collect::<Vec<_>>();
        assert!(names.iter().all(|n| ["data", "a.backup"].iter().any(|left| n == left)), "{names:?}");
    }
}

#[test]
fn a_full_disk_is_said_as_that() {
    use std::io::Write;
    let error = fs::File::options().write(true).open("/dev/full").unwrap().write_all(b"x").unwrap_err();
    let said = BackupError::of_write(Path::new("/srv/a.backup"), error).to_string();
    assert!(said.starts_with("there is no room for /srv/a.backup") && said.contains("Nothing was left"), "{said}");
}

/// Tries to put a file back everywhere: it is refused in one sentence, and nothing is there afterwards.
async fn refused_everywhere(file: &Path, key_file: &Path, targets: &[EmptyPlace]) -> String {
    let mut said = String::new();
    for target in targets {
        said = put_back(file, Some(key_file), target).await.unwrap_err().to_string();
        assert!(target.is_untouched().await, "something was left behind: {said}");
    }
    said
}

#[tokio::test]
async fn a_changed_or_shortened_file_is_refused_and_leaves_nothing() {
    let from = places().await.remove(0);
    let store = from.open().await;
    store.fill_every_table().await;
    // More than one sealed piece.
    let noise =
        |n: u32| (0..400u32).map(|i| format!("{:x}", (n * 7919 + i).wrapping_mul(2_654_435_761))).collect::<String>();
    let many: Vec<_> = (0..160).map(|n| service(&format!("Listing {}", noise(n)))).collect();
    store.save_services("a", &many).await.unwrap();
    let file = back_up(&from, &store, "whole.backup").await;
    let key_file = from.key_file();
    let key = SecretKey::read(&key_file).unwrap().unwrap();
    let whole = fs::read(&file).unwrap();
    let head = whole.iter().position(|b| *b == b'\n').unwrap() + 1;
    assert!(whole.len() > head + 2 * 65_552, "{} bytes", whole.len());
    let bad = from.beside("bad.backup");
    let targets = places().await;
    let with_flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        fs::write(&bad, bytes).unwrap();
    };
    // Every byte of the head, and bytes all over the rest.
    for at in (0..head).chain((head..whole.len()).step_by(1009)).chain([whole.len() - 1]) {
        with_flipped(at);
        assert!(verify(&bad, &key).is_err(), "the byte {at} was changed");
    }
    for at in [1, head / 2, head - 1, head, head + 100, head + 65_552, whole.len() / 2, whole.len() - 1] {
        with_flipped(at);
        refused_everywhere(&bad, &key_file, &targets).await;
    }
    with_flipped(whole.len() / 2);
    let said = refused_everywhere(&bad, &key_file, &targets).await;
    assert!(said.contains("changed, damaged or cut short"), "{said}");
    for length in [0, 1, head - 1, head, head + 1, head + 65_552, head + 2 * 65_552, whole.len() - 1] {
        fs::write(&bad, &whole[..length]).unwrap();
        let said = refused_everywhere(&bad, &key_file, &targets).await;
        assert!(said.contains("cut short"), "{length} bytes: {said}");
    }
    let mut longer = whole.clone();
    longer.push(0);
    fs::write(&bad, &longer).unwrap();
    refused_everywhere(&bad, &key_file, &targets).await;
    fs::write(&bad, "{\"format\":\"something else\",\"version\":1,\"program\":\"1\"}\n").unwrap();
    assert!(refused_everywhere(&bad, &key_file, &targets).await.contains("is not a backup of Local Offer"));
    // The whole one still goes in.
    for target in &targets {
        put_back(&file, Some(&key_file), target).await.unwrap();
    }
}

#[tokio::test]
async fn a_newer_backup_is_refused_and_an_older_one_is_brought_up_to_date() {
    for from in places().await {
        let store = from.open().await;
        store.fill_every_table().await;
        let file = back_up(&from, &store, "a.backup").await;
        let bytes = fs::read(&file).unwrap();
        let end = bytes.iter().position(|b| *b == b'\n').unwrap();
        let text = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let newer = from.beside("newer.backup");
        for (old, new) in
            [(format!("\"schema\":{}", newest_schema()), "\"schema\":9999"), ("\"version\":1".into(), "\"version\":2")]
        {
            assert!(text.contains(&old), "{text}");
            fs::write(&newer, [text.replace(&old, new).as_bytes(), &bytes[end..]].concat()).unwrap();
            let said = refused_everywhere(&newer, &from.key_file(), &places().await).await;
            assert!(said.contains("made by a newer program"), "{said}");
        }
        // As the version before wrote it: without the newest column.
        let older = from.beside("older.backup");
        let mut sink = Older(FileSink::create(&store, &older, &from.key_file(), MADE.to_owned()).unwrap(), false);
        store.export(&mut sink).await.unwrap();
        sink.0.finish().unwrap();
        for to in places().await {
            put_back(&older, Some(&from.key_file()), &to).await.unwrap();
            let there = to.open().await;
            assert_eq!(everything(&there).await.0, everything(&store).await.0);
        }
    }
}

/// Leaves out what came with migration 9: the last column of the table that holds the change number.
struct Older(FileSink, bool);

impl ExportSink for Older {
    type Error = BackupError;

    fn begin(&mut self, mut contents: Contents) -> Result<(), BackupError> {
        contents.schema = 8;
        ExportSink::begin(&mut self.0, contents)
    }

    fn table(&mut self, table: &StoredTable) -> Result<(), BackupError> {
        self.1 = table.name == "change_counter";
        let columns = table.columns.iter().filter(|(name, _)| name != "pruned").cloned().collect();
        self.0.table(&StoredTable { columns, ..table.clone() })
    }

    fn row(&mut self, row: &[SqlValue]) -> Result<(), BackupError> {
        self.0.row(if self.1 { &row[..row.len() - 1] } else { row })
    }
}

#[tokio::test]
async fn the_key_is_looked_for_in_three_places_and_named_where_it_is_missing() {
    let from = places().await.remove(0);
    let store = from.open().await;
    let file = back_up(&from, &store, "a.backup").await;
    let fingerprint = store.secret_key().unwrap().fingerprint();
    let head = fs::read(&file).unwrap();
    let head = String::from_utf8_lossy(&head[..head.iter().position(|b| *b == b'\n').unwrap()]).into_owned();
    assert!(head.contains(&fingerprint) && head.contains("secret.key") && head.contains("\"account\":0"), "{head}");
    assert!(!head.contains(fs::read_to_string(from.key_file()).unwrap().trim()), "the key is not in it");
    let [kept, other] = ["kept.key", "other.key"].map(|name| from.beside(name));
    let other_key = SecretKey::read_or_make(&other).unwrap();
    fs::rename(from.key_file(), &kept).unwrap();
    for to in places().await {
        let said = put_back(&file, None, &to).await.unwrap_err().to_string();
        assert!(said.contains(&format!("needs the key {fingerprint}")) && said.contains("--key-file"), "{said}");
        let said = put_back(&file, Some(&to.beside("nothing")), &to).await.unwrap_err().to_string();
        assert!(said.contains(&fingerprint) && said.contains("nothing"), "{said}");
        let said = put_back(&file, Some(&other), &to).await.unwrap_err().to_string();
        assert!(said.contains(&fingerprint) && said.contains(&other_key.fingerprint()), "{said}");
        assert!(to.is_untouched().await);
        // Another key in the new place is not written over.
        fs::create_dir(to.data()).unwrap();
        fs::copy(&other, to.key_file()).unwrap();
        let said = put_back(&file, Some(&kept), &to).await.unwrap_err().to_string();
        assert!(said.contains("holds another key"), "{said}");
        assert_eq!(fs::read(to.key_file()).unwrap(), fs::read(&other).unwrap());
        // The data folder itself.
        fs::copy(&kept, to.key_file()).unwrap();
        put_back(&file, None, &to).await.unwrap();
    }
    // A store that has no key writes no backup.
    let lost = Store::clone(&store).unlock(&from.beside("nowhere.key")).await.unwrap();
    let said = write(&lost, &from.beside("b.backup"), &from.key_file(), MADE.to_owned()).await.unwrap_err().to_string();
    assert!(said.contains(&fingerprint) && !from.beside("b.backup").exists(), "{said}");
}

#[tokio::test]
async fn the_oldest_of_its_own_are_taken_away_and_nothing_else() {
    let from = places().await.remove(0);
    let store = from.open().await;
    let folder = from.beside("backups");
    fs::create_dir(&folder).unwrap();
    let elsewhere = places().await.remove(0);
    let other = elsewhere.open().await;
    let name = |day: i64| dated_name(Timestamp::from_second(1_795_000_000 + day * 86_400).unwrap());
    assert_eq!(name(0), "local-offer-20261118T110640Z.backup");
    write(&other, &folder.join(name(-9)), &elsewhere.key_file(), MADE.to_owned()).await.unwrap();
    for kept in ["notes.txt", "local-offer-mine.backup", "by-hand.backup"] {
        fs::write(folder.join(kept), "").unwrap();
    }
    for day in 0..4 {
        write(&store, &folder.join(name(day)), &from.key_file(), MADE.to_owned()).await.unwrap();
    }
    let gone = remove_oldest(&folder, 2, &store.identity().await.unwrap()).unwrap();
    assert_eq!(gone, [folder.join(name(0)), folder.join(name(1))]);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2 + 3 + 1);
    assert_eq!(remove_oldest(&folder, 2, &store.identity().await.unwrap()).unwrap(), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn what_holds_no_database_is_not_backed_up_as_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let typo = folder.path().join("typo");
    let said = Store::open_embedded_as_it_is(&typo).await.err().unwrap().to_string();
    assert!(said.contains("there is no database in") && !typo.exists(), "{said}");
    assert!(!folder.path().join(KEY_FILE).exists());
    let empty = EmptyDatabase::embedded(&typo).await.unwrap();
    drop(empty);
    assert!(!typo.exists(), "a folder that was made is taken away again");
}
