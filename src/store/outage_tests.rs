//! A database that is full, is cut off in the middle or refuses to commit: nothing is half done, and the next write works.

use super::Store;
use super::connection::Lease;
use super::db::Pools;
use super::error::StoreError;
use super::query::query;
use crate::testing::{behind_proxy, databases, sqlite};
use std::time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;

const ADD: &str = "INSERT INTO audit (at, id, who, what, about) VALUES (1, $1, '', 'test', '')";

async fn count(store: &Store) -> Result<i64, StoreError> {
    store.db.fetch_scalar(query("SELECT count(*) FROM audit")).await
}

/// Writes so many bytes, and says which line they are.
async fn write(store: &Store, bytes: usize) -> Result<Uuid, StoreError> {
    let id = Uuid::new_v4();
    store.audit(id, 1, "", "test", &"x".repeat(bytes)).await.map(|()| id)
}

#[tokio::test]
async fn a_full_database_takes_again_as_soon_as_there_is_space_and_has_lost_nothing() {
    let store = sqlite().await;
    let before = store.change_number().await.unwrap();
    let pages: i64 = on_it(&store, "PRAGMA page_count").await + 40;
    let full = format!("PRAGMA max_page_count = {pages}");
    store.tell_writer(&full, &full).await;
    let mut kept = Vec::new();
    for bytes in [100_000, 10_000, 1_000] {
        let refused = loop {
            match write(&store, bytes).await {
                Ok(id) => kept.push(id),
                Err(error) => break error,
            }
        };
        assert!(refused.is_unavailable(), "{refused}");
    }
    // Refused again and again, each time for the same reason and not for one of our own.
    for _ in 0..5 {
        let refused = write(&store, 100_000).await.unwrap_err().to_string();
        assert!(refused.contains("full"), "{refused}");
    }
    assert!(!store.can_write().await && !store.is_away());
    assert_eq!(count(&store).await.unwrap(), kept.len() as i64, "it reads on");
    store.tell_writer("PRAGMA max_page_count = 4294967294", "").await;
    kept.push(write(&store, 100_000).await.unwrap());
    assert_eq!(count(&store).await.unwrap(), kept.len() as i64);
    tokio::time::timeout(Duration::from_secs(3), async {
        while !store.can_write().await {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("the check sees it");
    assert_eq!(store.change_number().await.unwrap(), before, "looking takes no change number");
    assert!(store.audit_log(1_000).await.unwrap().iter().all(|(_, _, what, _)| what == "test"), "and leaves nothing");
}

async fn on_it(store: &Store, sql: &'static str) -> i64 {
    let pools = store.db.pools();
    let Pools::Sqlite { write, .. } = &pools.pools else { panic!("embedded is SQLite") };
    sqlx::query_scalar(sql).fetch_one(write).await.unwrap()
}

#[tokio::test]
async fn a_transaction_that_is_dropped_midway_leaves_nothing_behind() {
    for store in databases().await {
        for _ in 0..20 {
            let begun = Notify::new();
            let work = async {
                store
                    .db
                    .write(async {
                        let mut tx = store.db.begin().await?;
                        query(ADD).bind(Uuid::new_v4().to_string()).execute(&mut tx).await?;
                        begun.notify_one();
                        std::future::pending::<()>().await;
                        tx.commit().await?;
                        Ok(())
                    })
                    .await?;
                Ok::<_, StoreError>(())
            };
            tokio::select! {
                _ = work => panic!("it never ends by itself"),
                () = begun.notified() => {}
            }
        }
        assert_eq!(count(&store).await.unwrap(), 0);
        write(&store, 1).await.unwrap();
        assert_eq!(count(&store).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_commit_that_is_refused_does_not_refuse_the_next() {
    let store = sqlite().await;
    let work = async {
        store
            .db
            .write(async {
                let mut tx = store.db.begin().await?;
                query("PRAGMA defer_foreign_keys = ON").execute(&mut tx).await?;
                query("INSERT INTO session (hash, account_id, created, seen, about) VALUES ('a', 'nobody', 1, 1, '')")
                    .execute(&mut tx)
                    .await?;
                tx.commit().await?;
                Ok(())
            })
            .await?;
        Ok::<_, StoreError>(())
    };
    let refused = work.await.unwrap_err();
    assert!(!refused.is_unavailable(), "{refused}: trying again does not help");
    write(&store, 1).await.unwrap();
    assert_eq!(count(&store).await.unwrap(), 1);
}

#[tokio::test]
async fn connections_that_are_killed_in_the_middle_of_a_transaction_are_replaced() {
    let Some((store, _proxy, _)) = behind_proxy().await else { return };
    for _ in 0..20 {
        let work = async {
            store
                .db
                .write(async {
                    let mut tx = store.db.begin().await?;
                    query(ADD).bind(Uuid::new_v4().to_string()).execute(&mut tx).await?;
                    query("SELECT pg_terminate_backend(pg_backend_pid())").execute(&mut tx).await?;
                    tx.commit().await?;
                    Ok(())
                })
                .await?;
            Ok::<_, StoreError>(())
        };
        let killed = work.await.unwrap_err();
        assert!(killed.is_unavailable(), "{killed}");
    }
    // A look that was begun by the last of them finds the database where it was.
    write(&store, 1).await.unwrap();
    assert_eq!(count(&store).await.unwrap(), 1);
    assert!(!store.is_away());
}

#[tokio::test]
async fn each_runtime_has_connections_of_its_own_and_hears_what_the_other_changes() {
    for store in databases().await {
        let other = store.for_other_runtime();
        let (ready, heard) = (std::sync::Arc::new(Notify::new()), std::sync::Arc::new(Notify::new()));
        let (ready_, heard_) = (ready.clone(), heard.clone());
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                assert_eq!(other.change_number().await.unwrap(), 0);
                let changed = other.changed();
                tokio::pin!(changed);
                // Waits before it says so.
                assert!(futures_now(changed.as_mut()).await.is_none());
                ready_.notify_one();
                changed.await;
                assert_eq!(other.change_number().await.unwrap(), 1);
                heard_.notify_one();
            });
        });
        ready.notified().await;
        store.save_services("test", &[crate::testing::service("a club")]).await.unwrap();
        heard.notified().await;
        thread.join().unwrap();
        // The runtime is gone with its connections; ours are not.
        for _ in 0..10 {
            assert_eq!(store.change_number().await.unwrap(), 1);
        }
    }
}

/// What is there at once.
async fn futures_now<T>(work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        done = work => Some(done),
        () = std::future::ready(()) => None,
    }
}

#[tokio::test]
async fn a_lease_that_failed_is_closed_and_one_that_did_not_is_used_again() {
    for store in databases().await {
        let pools = store.db.pools();
        let Pools::Sqlite { read, .. } = &pools.pools else { continue };
        let mut good = Lease::take(read).await.unwrap();
        sqlx::query("SELECT 1").execute(&mut *good).await.unwrap();
        good.give_back();
        let bad = Lease::take(read).await.unwrap();
        let open = read.size();
        drop(bad);
        tokio::time::timeout(Duration::from_secs(5), async {
            while read.size() >= open {
                tokio::task::yield_now().await;
            }
        })
        .await
        .expect("it is closed");
    }
}

#[tokio::test]
async fn a_transaction_whose_client_is_cut_off_holds_nobody_up_for_long() {
    let Some((store, _proxy, _)) = behind_proxy().await else { return };
    let work = async {
        let setting = query("SELECT current_setting('idle_in_transaction_session_timeout')");
        store.db.fetch_scalar::<String>(setting).await
    };
    // SQLite's body is the same text, and is never run here.
    assert_eq!(work.await.unwrap(), "30s");
}
