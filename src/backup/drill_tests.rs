//! The drill: back up while people save, lose everything, put it back, and find every save that was answered before.

use super::*;
use crate::domain::Clock;
use crate::search::{Engine, Follower};
use crate::store::Store;
use crate::testing::{area, places, service, today};
use crate::web::Listings;
use std::collections::BTreeSet;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// People who save one listing after another, until they are told to stop. What was answered stands in the list.
struct Writers {
    answered: Arc<Mutex<Vec<Uuid>>>,
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Writers {
    fn start(store: &Store, many: usize) -> Self {
        let (answered, stop) = (Arc::<Mutex<Vec<Uuid>>>::default(), Arc::new(AtomicBool::new(false)));
        let write = |writer: usize| {
            let (store, answered, stop) = (store.clone(), answered.clone(), stop.clone());
            tokio::spawn(async move {
                for n in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let one = service(&format!("Listing {n} of writer {writer}"));
                    store.save_services("drill", std::slice::from_ref(&one)).await.unwrap();
                    answered.lock().unwrap().push(one.id);
                }
            })
        };
        let tasks = (0..many).map(write).collect();
        Self { answered, stop, tasks }
    }

    fn answered(&self) -> Vec<Uuid> {
        self.answered.lock().unwrap().clone()
    }

    /// Waits until so many more saves were answered.
    async fn more(&self, many: usize) {
        let enough = self.answered().len() + many;
        while self.answered().len() < enough {
            assert!(self.tasks.iter().all(|task| !task.is_finished()), "a writer failed");
            tokio::task::yield_now().await;
        }
    }

    async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_drill_finds_every_save_that_was_answered_before_the_backup_began() {
    let (from, to) = (places().await, places().await);
    for (from, to) in from.into_iter().zip(to) {
        let store = from.open().await;
        let writers = Writers::start(&store, 4);
        writers.more(60).await;
        let before = writers.answered();
        let file = from.beside("drill.backup");
        let head = write(&store, &file, &from.key_file(), "2026-11-28T12:00:00Z".to_owned()).await.unwrap();
        writers.more(20).await;
        writers.stop().await;
        // The key was kept apart, as it should be. Everything else is lost.
        let kept = to.beside("kept.key");
        fs::copy(from.key_file(), &kept).unwrap();
        store.close().await;
        fs::remove_dir_all(from.data()).unwrap();
        let backup = BackupFile::open(&file).unwrap();
        let key = find_key(&backup, Some(&kept), &to.data()).unwrap();
        restore(backup, &key, to.empty().await.unwrap(), &to.data(), "after the drill").await.unwrap();
        let there = to.open().await;
        let found: BTreeSet<Uuid> = there.services_by_ids(&before).await.unwrap().iter().map(|s| s.id).collect();
        assert_eq!(found.len(), before.len(), "every save that was answered is there");
        // Each save took one number, so that all of one moment means: as many listings as numbers, and all in the log.
        assert_eq!(there.count_services().await.unwrap(), head.change);
        let changes = there.changes_after(0, u32::MAX).await.unwrap();
        assert_eq!(changes.iter().map(|c| c.number).collect::<Vec<_>>(), (1..=head.change).collect::<Vec<_>>());
        // And it goes on.
        let outcome = there.save_services("drill", &[service("After the drill")]).await.unwrap();
        assert!(outcome.number.unwrap() > head.change);
    }
}

/// How many listings an index has, once it caught up with a store.
async fn indexed(store: &Store, folder: &Path) -> usize {
    let engine = Engine::empty(area(), Clock::fixed(today())).unwrap();
    Follower::start(engine.clone(), Listings(store.clone()), folder).await.unwrap();
    engine.len() as usize
}

#[tokio::test]
async fn an_index_from_before_the_loss_is_built_anew() {
    let (from, to) = (places().await, places().await);
    for (from, to) in from.into_iter().zip(to) {
        let (store, index) = (from.open().await, from.beside("index"));
        store.save_services("a", &[service("Kept")]).await.unwrap();
        let file = from.beside("a.backup");
        write(&store, &file, &from.key_file(), "2026-11-28T12:00:00Z".to_owned()).await.unwrap();
        store.save_services("a", &[service("Lost"), service("Lost too")]).await.unwrap();
        assert_eq!(indexed(&store, &index).await, 3);
        let backup = BackupFile::open(&file).unwrap();
        let key = find_key(&backup, None, &to.data()).unwrap();
        restore(backup, &key, to.empty().await.unwrap(), &to.data(), "after the loss").await.unwrap();
        let there = to.open().await;
        // Long after: more was saved than the old index had seen.
        for n in 0..5 {
            there.save_services("a", &[service(&format!("New {n}"))]).await.unwrap();
        }
        assert_eq!(indexed(&there, &index).await, 6);
    }
}
