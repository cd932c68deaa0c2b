//! Whether the database is there. While it is known to be away nobody waits for it: asking fails at once, and one task
//! looks from time to time whether it is back.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tokio::sync::watch;

/// What is known of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It answers, as far as is known.
    There,
    /// Something took long or failed, and a look has not been answered yet.
    Doubtful,
    /// It does not answer.
    Away,
}

/// What all pools of one database know of it together.
pub struct Availability {
    access: watch::Sender<Access>,
    /// The same as `access` is `Away`, to be read by every request without a lock.
    away: AtomicBool,
    /// Counts how often it went: pools from before are worth nothing, their connections may be half dead.
    times: AtomicU64,
    /// Counts what was asked and not answered.
    troubles: AtomicU64,
    looking: AtomicBool,
}

impl Default for Availability {
    fn default() -> Self {
        Self {
            access: watch::Sender::new(Access::There),
            away: AtomicBool::default(),
            times: AtomicU64::default(),
            troubles: AtomicU64::default(),
            looking: AtomicBool::default(),
        }
    }
}

impl Availability {
    /// Whether it is known to be away.
    pub fn is_away(&self) -> bool {
        self.away.load(Ordering::Relaxed)
    }

    /// How often it went away.
    pub fn times(&self) -> u64 {
        self.times.load(Ordering::Acquire)
    }

    /// How often it did not do what it was asked.
    pub fn troubles(&self) -> u64 {
        self.troubles.load(Ordering::Relaxed)
    }

    /// Counts something that was not done.
    pub fn note_trouble(&self) {
        self.troubles.fetch_add(1, Ordering::Relaxed);
    }

    /// Ends when it is known to be away.
    pub async fn gone(&self) {
        self.until(|access| *access == Access::Away).await;
    }

    /// Ends when it is doubtful or away.
    pub async fn in_doubt(&self) {
        self.until(|access| *access != Access::There).await;
    }

    async fn until(&self, is: impl FnMut(&Access) -> bool) {
        // The sender lives as long as this does.
        let _ = self.access.subscribe().wait_for(is).await;
    }

    /// What was found out.
    pub fn set(&self, access: Access) {
        let was = self.access.send_replace(access);
        self.away.store(access == Access::Away, Ordering::Relaxed);
        match (was, access) {
            (Access::Away, Access::There) => tracing::info!("the database is back"),
            (Access::There | Access::Doubtful, Access::Away) => {
                self.times.fetch_add(1, Ordering::Release);
                tracing::error!("the database is away: pages go on from what is kept, and changes cannot be saved");
            }
            _ => {}
        }
    }

    /// The right to look, for one at a time; none when somebody looks already.
    pub fn begin_look(&self) -> bool {
        !self.looking.swap(true, Ordering::AcqRel)
    }

    /// Gives the right to look back. A look that was not ended leaves no doubt behind: the next will tell.
    pub fn end_look(&self) {
        if *self.access.borrow() == Access::Doubtful {
            self.set(Access::There);
        }
        self.looking.store(false, Ordering::Release);
    }
}
