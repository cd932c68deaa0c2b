//! Watches what runs beside the requests. Each of these runs for as long as the process: one that ends, by itself or by a
//! panic, ends the process, so that whoever starts it (systemd) starts it anew. A site whose index stands still or whose
//! mail is not sent looks well and is not.

use super::problems::panic_text;
use super::serve_error::ServeError;
use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;
use tokio::task::{Id, JoinError, JoinSet};

/// The tasks and threads that are watched. They are stopped when it is dropped; threads end with the process.
#[derive(Default)]
pub struct Supervisor {
    tasks: JoinSet<Result<(), ServeError>>,
    names: HashMap<Id, &'static str>,
}

impl Supervisor {
    /// Runs a task and watches it.
    pub fn spawn(&mut self, name: &'static str, task: impl Future<Output = Result<(), ServeError>> + Send + 'static) {
        let handle = self.tasks.spawn(task);
        self.names.insert(handle.id(), name);
    }

    /// Runs a thread and watches it.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub fn spawn_thread(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Result<(), ServeError> + Send + 'static,
    ) -> io::Result<()> {
        let (ended_tx, ended_rx) = oneshot::channel();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            let ended = catch_unwind(AssertUnwindSafe(work))
                .unwrap_or_else(|panic| Err(ServeError::Panicked(name, panic_text(panic.as_ref()))));
            let _ = ended_tx.send(ended);
        })?;
        self.spawn(name, async move { ended_rx.await.unwrap_or(Ok(())) });
        Ok(())
    }

    /// Waits until one of them ends, and says which and how.
    pub async fn first_end(&mut self) -> ServeError {
        match self.tasks.join_next_with_id().await {
            None => ServeError::Ended("everything that was watched"),
            Some(Ok((_, Err(error)))) => error,
            Some(Ok((id, Ok(())))) => ServeError::Ended(self.name(id)),
            Some(Err(error)) => {
                let name = self.name(error.id());
                join_panic(error).map_or(ServeError::Ended(name), |text| ServeError::Panicked(name, text))
            }
        }
    }

    fn name(&self, id: Id) -> &'static str {
        self.names.get(&id).copied().unwrap_or("a task")
    }
}

/// Runs one turn of a task that is tried again anyway. A panic stays in the turn and is answered as its text.
///
/// # Errors
/// When it panicked.
pub async fn run_turn(turn: impl Future<Output = ()> + Send + 'static) -> Result<(), String> {
    let mut alone = JoinSet::new();
    alone.spawn(turn);
    match alone.join_next().await {
        Some(Err(error)) => join_panic(error).map_or(Ok(()), Err),
        _ => Ok(()),
    }
}

/// The text of a panic, where a task ended by one.
fn join_panic(error: JoinError) -> Option<String> {
    error.try_into_panic().ok().map(|panic| panic_text(panic.as_ref()))
}

#[cfg(test)]
mod supervisor_tests {
    use super::*;
    use std::future::pending;

    #[tokio::test]
    async fn a_task_that_ends_or_panics_is_named() {
        let mut supervisor = Supervisor::default();
        supervisor.spawn("the good one", pending());
        supervisor.spawn("the mail queue", async { Ok(()) });
        assert_eq!(supervisor.first_end().await.to_string(), "the mail queue has ended, and the server with it");
        supervisor.spawn("the jobs", async { panic!("no such month") });
        let said = supervisor.first_end().await.to_string();
        assert_eq!(said, "the jobs panicked, and the server has ended with it: no such month");
    }

    #[tokio::test]
    async fn a_thread_that_ends_or_panics_is_named() {
        let mut supervisor = Supervisor::default();
        supervisor.spawn_thread("the index", || Ok(())).unwrap();
        assert_eq!(supervisor.first_end().await.to_string(), "the index has ended, and the server with it");
        supervisor.spawn_thread("the index", || panic!("{} bytes are wrong", 3)).unwrap();
        let said = supervisor.first_end().await.to_string();
        assert_eq!(said, "the index panicked, and the server has ended with it: 3 bytes are wrong");
    }

    #[tokio::test]
    async fn a_turn_that_panics_is_told_and_ends_nothing_else() {
        assert_eq!(run_turn(async {}).await, Ok(()));
        assert_eq!(run_turn(async { panic!("in this turn") }).await, Err("in this turn".to_owned()));
    }
}
