//! What a database needs so that nothing is lost: the list of tables, damage noticed, copies before migrations, sealed
//! secrets, and files that others cannot read.

use super::check::{CHECK_LIMIT, check};
use super::db::{Db, Pools};
use super::known_words_tests::known_words;
use super::restore::insert;
use super::tables::{Batch, ColumnType, NOT_KEPT, SqlValue, kept_tables};
use super::*;
use crate::domain::{Email, Role, Service};
use crate::testing::{databases, places, service};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use uuid::Uuid;

/// A plain secret, as versions before sealing stored it.
const PLAIN: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

impl Store {
    /// Puts rows into every table that a backup holds: texts of every sort, the largest numbers, and nulls. For tests.
    pub async fn fill_every_table(&self) {
        const MAY_BE_NULL: &[&str] = &["organization_id", "district_code", "totp_secret"];
        for table in kept_tables() {
            if ["change_counter", "secret_key"].contains(&table.name.as_str()) {
                continue;
            }
            let value = |column: &str, of: ColumnType, n: usize| match of {
                ColumnType::Integer if (table.name.as_str(), column) == ("mail", "state") => {
                    SqlValue::Integer([0, 1, 2][n])
                }
                _ if n == 2
                    && MAY_BE_NULL.contains(&column)
                    && !["account_organization", "draft", "organization_summary"].contains(&table.name.as_str()) =>
                {
                    SqlValue::Null
                }
                ColumnType::Text => match column.strip_suffix("_id") {
                    _ if known_words(&table.name, column).is_some() => {
                        let words = known_words(&table.name, column).unwrap_or_default();
                        SqlValue::Text(words[n % words.len()].to_owned())
                    }
                    Some(other) => SqlValue::Text(format!("{other} {n}")),
                    None if column == "totp_secret" => SqlValue::Text("sealed.0.0".to_owned()),
                    None if column == "id" => SqlValue::Text(format!("{} {n}", table.name)),
                    None => SqlValue::Text(format!("{column} {n} é “ü” 🦆\n\t'\"; --")),
                },
                ColumnType::Integer => SqlValue::Integer([0, i64::MAX, -7][n]),
                ColumnType::Real => SqlValue::Real([53.754_321_098_765_43, -0.1, 1e-300][n]),
            };
            let row = |n: usize| table.columns.iter().map(|(name, of)| value(name, *of, n)).collect();
            let batch = Batch { table: table.clone(), rows: (0..3).map(row).collect() };
            match &self.db.pools().pools {
                Pools::Sqlite { write, .. } => {
                    assert!(insert(&batch).build().execute(write).await.unwrap().rows_affected() > 0)
                }
                Pools::Postgres(pool) => {
                    assert!(insert(&batch).build().execute(pool).await.unwrap().rows_affected() > 0)
                }
            }
        }
    }

    /// Runs SQL as it is. For tests.
    pub async fn run_sql(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.db.pools().pools {
            Pools::Sqlite { write, .. } => assert!(sqlx::query(sql).execute(write).await.unwrap().rows_affected() > 0),
            Pools::Postgres(pool) => assert!(sqlx::query(sql).execute(pool).await.unwrap().rows_affected() > 0),
        }
    }
}

#[tokio::test]
async fn every_table_and_column_is_in_a_backup_or_left_out_on_purpose() {
    const SQLITE: &str = "SELECT t.name, c.name, lower(c.type) FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    const POSTGRES: &str = "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT) \
         FROM information_schema.columns WHERE table_schema = current_schema()";
    for store in databases().await {
        let rows: Vec<(String, String, String)> = match &store.db.pools().pools {
            Pools::Sqlite { read, .. } => sqlx::query_as(SQLITE).fetch_all(read).await.unwrap(),
            Pools::Postgres(pool) => sqlx::query_as(POSTGRES).fetch_all(pool).await.unwrap(),
        };
        let mut there: BTreeMap<String, BTreeMap<String, ColumnType>> = BTreeMap::new();
        for (table, column, of) in rows {
            if table == "_sqlx_migrations" || NOT_KEPT.contains(&table.as_str()) {
                continue;
            }
            let of = match of.as_str() {
                "text" => ColumnType::Text,
                "integer" | "bigint" => ColumnType::Integer,
                "real" | "double precision" => ColumnType::Real,
                other => panic!("{table}.{column} is of the type {other}, which no backup holds yet"),
            };
            there.entry(table).or_default().insert(column, of);
        }
        let kept = kept_tables().into_iter().map(|t| (t.name, t.columns.into_iter().collect())).collect();
        assert_eq!(there, kept, "add what is missing to KEPT or NOT_KEPT in store/tables.rs");
    }
}

/// A database of some thousand pages, closed.
async fn a_database(data: &Path) -> std::path::PathBuf {
    let store = Store::open_embedded(data).await.unwrap();
    let long = |n: u32| Service { summary: format!("{n} ").repeat(1_500), ..service(&format!("Listing {n}")) };
    let batch: Vec<_> = (1_000..3_000).map(long).collect();
    store.save_services("a", &batch).await.unwrap();
    store.close().await;
    data.join("local-offer.sqlite")
}

fn overwrite(file: &Path, at: u64, bytes: &[u8]) {
    use std::os::unix::fs::FileExt;
    fs::File::options().write(true).open(file).unwrap().write_all_at(bytes, at).unwrap();
}

#[tokio::test]
async fn a_damaged_database_is_refused_with_the_way_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = a_database(folder.path()).await;
    check(&file, CHECK_LIMIT).await.unwrap();
    check(&file, Duration::ZERO).await.expect("a check that has no time ends, and has found nothing");
    let middle = fs::metadata(&file).unwrap().len() / 2 / 4096 * 4096;
    overwrite(&file, middle, &[0xa5; 3 * 4096]);
    let said = Store::open_embedded(folder.path()).await.err().unwrap().to_string();
    for words in ["is damaged", "put a backup back", "restore FILE", "There is none in"] {
        assert!(said.contains(words), "{said}");
    }
    let backups = folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    for day in 1..=7 {
        fs::write(backups.join(format!("local-offer-2026110{day}T000000Z.backup")), "").unwrap();
    }
    let said = Store::open_embedded(folder.path()).await.err().unwrap().to_string();
    assert!(said.contains("newest first: local-offer-20261107T000000Z.backup, local-offer-20261106"), "{said}");
    assert!(!said.contains("20261101"), "{said}");
    assert!(
        matches!(Store::open_embedded_as_it_is(folder.path()).await, Err(StoreError::Damaged { .. })),
        "no backup of it"
    );
    overwrite(&file, 0, &[0; 100]);
    let said = Store::open_embedded(folder.path()).await.err().unwrap().to_string();
    assert!(said.contains("is damaged"), "{said}");
}

/// Takes a database back to a migration.
async fn at_migration(data: &Path, number: i64) {
    let db = Db::sqlite(data, &data.join("local-offer.sqlite")).await.unwrap();
    migrate::run_to(&db, number).await.unwrap();
    db.close().await;
}

#[tokio::test]
async fn a_migration_is_never_run_without_a_copy_whatever_lies_there() {
    let folder = tempfile::tempdir().unwrap();
    let backups = folder.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let old = backups.join(format!("before-migration-{}.sqlite", newest_schema()));
    fs::write(&old, "from an earlier try").unwrap();
    at_migration(folder.path(), 1).await;
    Store::open_embedded(folder.path()).await.unwrap().close().await;
    let copy = backups.join(format!("before-migration-{}-1.sqlite", newest_schema()));
    assert_eq!(fs::read_to_string(&old).unwrap(), "from an earlier try");
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let copied = Db::sqlite(&backups, &copy).await.unwrap();
    assert_eq!(migrate::reached(&copied).await, Some(1), "as it was before");
    copied.close().await;
}

#[tokio::test]
async fn only_the_last_copies_from_before_migrations_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    at_migration(folder.path(), 1).await;
    let db = Db::sqlite(folder.path(), &folder.path().join("local-offer.sqlite")).await.unwrap();
    let backups = folder.path().join("copies");
    for _ in 0..12 {
        migrate::back_up(&db, &backups).await.unwrap();
    }
    let mut numbers: Vec<u64> = fs::read_dir(&backups)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .map(|n| n.trim_end_matches(".sqlite").rsplit('-').next().unwrap().parse().unwrap())
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [8, 9, 10, 11, 12]);
    // Where no copy can be made, the migration is not begun.
    fs::write(folder.path().join("a-file"), "").unwrap();
    assert!(migrate::back_up(&db, &folder.path().join("a-file")).await.is_err());
    db.close().await;
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).permissions().mode() & 0o777
}

#[tokio::test]
async fn a_data_folder_is_its_owners_alone_and_wide_files_are_narrowed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let files = ["local-offer.sqlite", "local-offer.sqlite-wal", "local-offer.sqlite-shm", "secret.key"];
    for _ in 0..2 {
        let store = Store::open_embedded(&data).await.unwrap().unlock(&data.join("secret.key")).await.unwrap();
        store.save_services("a", &[service("One")]).await.unwrap();
        assert_eq!(mode(&data), 0o700);
        for file in files {
            assert_eq!(mode(&data.join(file)), 0o600, "{file}");
            fs::set_permissions(data.join(file), Permissions::from_mode(0o664)).unwrap();
        }
        // As after a crash: the journals stay, and are wide.
        let second = Store::open_embedded(&data).await.unwrap().unlock(&data.join("secret.key")).await.unwrap();
        for file in files {
            assert_eq!(mode(&data.join(file)), 0o600, "{file} was wide");
        }
        second.close().await;
        store.close().await;
    }
}

async fn an_account(store: &Store, email: &str) -> Account {
    let email = Email::parse(email).unwrap();
    store
        .add_account(Uuid::new_v5(&Uuid::NAMESPACE_URL, email.as_str().as_bytes()), &email, Role::Admin, 0)
        .await
        .unwrap();
    store.account_by_email(&email).await.unwrap().unwrap()
}

#[tokio::test]
async fn secrets_are_sealed_for_their_account_and_plain_ones_of_earlier_versions_at_the_start() {
    for place in places().await {
        let store = place.open().await;
        let (one, two) = (an_account(&store, "one@example.org").await, an_account(&store, "two@example.org").await);
        store.set_second_factor(one.id, "SECRETONE", 0, &[]).await.unwrap();
        store.run_sql(&format!("UPDATE account SET totp_secret = '{PLAIN}' WHERE id = '{}'", two.id)).await;
        store.close().await;
        let store = place.open().await;
        let read = async |email: &str| store.account_by_email(&Email::parse(email).unwrap()).await.unwrap().unwrap();
        let (one, two) = (read("one@example.org").await, read("two@example.org").await);
        for (account, secret) in [(&one, "SECRETONE"), (&two, PLAIN)] {
            assert!(account.totp_secret.as_ref().unwrap().starts_with("sealed."), "{account:?}");
            assert_eq!(store.totp_secret(account).unwrap().as_deref(), Some(secret));
        }
        let swapped = Account { totp_secret: one.totp_secret.clone(), ..two };
        assert!(store.totp_secret(&swapped).is_err(), "a secret is worth nothing in the row of another");
        for entry in fs::read_dir(place.data()).unwrap().flatten().filter(|e| e.path().is_file()) {
            let bytes = fs::read(entry.path()).unwrap();
            assert!(!bytes.windows(PLAIN.len()).any(|w| w == PLAIN.as_bytes()), "{} holds it", entry.path().display());
        }
    }
}

#[tokio::test]
async fn a_lost_key_is_said_never_replaced_and_can_be_given_up() {
    for place in places().await {
        let store = place.open().await;
        let one = an_account(&store, "one@example.org").await;
        store.set_second_factor(one.id, "SECRETONE", 0, &["hash".into()]).await.unwrap();
        assert!(matches!(store.give_up_lost_key().await, Err(StoreError::KeyNotLost)));
        store.close().await;
        let kept = place.beside("kept.key");
        fs::rename(place.key_file(), &kept).unwrap();
        let store = place.open().await;
        assert!(!place.key_file().exists(), "no other key is made in its place");
        let one = store.account_by_email(&Email::parse("one@example.org").unwrap()).await.unwrap().unwrap();
        let said = store.totp_secret(&one).unwrap_err().to_string();
        assert!(said.contains("is not in") && said.contains("reset-second-factor --lost-key"), "{said}");
        assert!(store.set_second_factor(one.id, "SECRETTWO", 0, &[]).await.is_err(), "nothing is stored plain");
        let printed = SecondFactorGuess { step: None, recovery_hash: Some("hash".into()) };
        let answer = store.try_second_factor(one.id, &printed).await.unwrap();
        assert_eq!(answer, SecondFactorAnswer::Right, "a printed code still lets in");
        store.save_services("a", &[service("Families go on")]).await.unwrap();
        store.close().await;
        // It was found again.
        fs::rename(&kept, place.key_file()).unwrap();
        let store = place.open().await;
        assert_eq!(store.totp_secret(&one).unwrap().as_deref(), Some("SECRETONE"));
        store.close().await;
        // It is lost for good.
        fs::remove_file(place.key_file()).unwrap();
        let store = place.open().await;
        assert_eq!(store.give_up_lost_key().await.unwrap(), [Email::parse("one@example.org").unwrap()]);
        store.close().await;
        let store = place.open().await;
        let one = store.account_by_email(&Email::parse("one@example.org").unwrap()).await.unwrap().unwrap();
        assert_eq!(one.totp_secret, None);
        store.set_second_factor(one.id, "SECRETTWO", 0, &[]).await.unwrap();
        assert!(place.key_file().exists());
    }
}

#[tokio::test]
async fn a_second_machine_with_a_key_of_its_own_is_told_which_key_it_needs() {
    for place in places().await {
        let first = place.open().await;
        let (own, nothing) = (place.beside("own.key"), place.beside("nothing.key"));
        let key = crate::protect::SecretKey::read_or_make(&own).unwrap();
        let needed = first.secret_key().unwrap().fingerprint();
        let second = place.open_with(&own).await;
        let said = second.secret_key().unwrap_err().to_string();
        assert!(said.contains(&needed) && said.contains(&key.fingerprint()) && said.contains("own.key"), "{said}");
        let third = place.open_with(&nothing).await;
        assert!(third.secret_key().is_err() && !nothing.exists());
        fs::copy(place.key_file(), &nothing).unwrap();
        assert_eq!(place.open_with(&nothing).await.secret_key().unwrap().fingerprint(), needed);
    }
}

#[tokio::test]
async fn a_place_for_a_backup_must_be_empty() {
    for place in places().await {
        place.open().await.close().await;
        assert!(matches!(place.empty().await, Err(StoreError::NotEmpty(_))));
    }
    // A journal that was left would be taken for the new database's.
    for left in ["local-offer.sqlite-wal", "local-offer.sqlite-shm"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(left), "").unwrap();
        let said = EmptyDatabase::embedded(folder.path()).await.err().unwrap().to_string();
        assert!(said.contains(left) && said.contains("an empty place"), "{said}");
    }
}
