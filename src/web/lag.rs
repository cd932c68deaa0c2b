//! Whether the index keeps up with the database, seen from one look to the next.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// A change that the index has not taken in after so long is not merely on its way.
const PATIENCE: Duration = Duration::from_secs(5);

/// The change number that the index had yet to reach, and since when that is known.
#[derive(Default)]
pub struct Lag(Mutex<Option<(u64, Instant)>>);

impl Lag {
    /// Whether a change that was there five seconds ago or longer is still not in the index. `number` is the database's
    /// change number, `applied` the index's, both of `now`.
    pub fn is_stuck(&self, number: u64, applied: u64, now: Instant) -> bool {
        let mut due = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (reach, since) = due.filter(|(reach, _)| applied < *reach).unwrap_or((number, now));
        *due = (applied < number).then_some((reach, since));
        due.is_some() && now - since > PATIENCE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_that_follows_is_never_stuck_however_much_is_written() {
        let (lag, began) = (Lag::default(), Instant::now());
        for n in 1..100 {
            assert!(!lag.is_stuck(n * 10, n * 10 - 5, began + Duration::from_secs(3) * n as u32));
        }
    }

    #[test]
    fn one_that_does_not_move_is_stuck_after_five_seconds_and_well_again_once_it_does() {
        let (lag, began) = (Lag::default(), Instant::now());
        let later = began + PATIENCE + Duration::from_millis(1);
        assert!(!lag.is_stuck(7, 5, began));
        assert!(!lag.is_stuck(8, 5, began + PATIENCE));
        assert!(lag.is_stuck(8, 5, later));
        assert!(!lag.is_stuck(8, 7, later), "it has reached what was due, and has time for the next");
        assert!(!lag.is_stuck(8, 8, later));
    }
}
