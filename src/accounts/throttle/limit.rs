//! A rate limit for each of many keys, in bounded memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The most keys that one limit or one memory holds: some hundred kilobytes.
const MOST_KEYS: usize = 10_000;

/// So many takes for each key within so many seconds, spread evenly after a first burst (a leaky bucket, as a "generic cell
/// rate algorithm": ITU-T I.371).
///
/// A key that has recovered is forgotten. Where there are too many keys all the same, the half that took least is: whoever
/// comes from ever new networks makes us forget those who asked once, not what keeps a busy key in its bounds.
pub struct Limit {
    most: i64,
    within: i64,
    /// For each key the moment at which it has recovered, in milliseconds since 1970.
    recovers: Mutex<HashMap<u64, i64>>,
}

impl Limit {
    /// `most` takes in `within` seconds.
    pub fn new(most: i64, within: i64) -> Self {
        Self { most: most.max(1), within, recovers: Mutex::default() }
    }

    /// Takes one for a key. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// When the key has taken too much: in how many seconds it may again, 1 or more.
    pub fn take(&self, key: u64, now: i64) -> Result<(), u64> {
        let (now, each, whole) = (now * 1_000, self.within * 1_000 / self.most, self.within * 1_000);
        let mut recovers = self.recovers.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back does not hold anybody longer than the whole time.
        let before = recovers.get(&key).copied().unwrap_or(now).clamp(now, now + whole);
        let wait = before + each - (now + each * self.most);
        if wait > 0 {
            return Err(wait.unsigned_abs().div_ceil(1_000));
        }
        if recovers.len() >= MOST_KEYS && !recovers.contains_key(&key) {
            make_room(&mut recovers, now);
        }
        recovers.insert(key, before + each);
        Ok(())
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.recovers.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// Which keys were noted lately, in bounded memory: where there are too many, the half noted longest ago is forgotten.
pub struct Lately {
    lasts: i64,
    noted: Mutex<HashMap<u64, i64>>,
}

impl Lately {
    /// Remembers for so many seconds.
    pub fn new(lasts: i64) -> Self {
        Self { lasts, noted: Mutex::default() }
    }

    /// Notes a key. `now` is in seconds since 1970.
    pub fn note(&self, key: u64, now: i64) {
        self.insert(&mut self.noted.lock().unwrap_or_else(PoisonError::into_inner), key, now);
    }

    fn insert(&self, noted: &mut HashMap<u64, i64>, key: u64, now: i64) {
        if noted.len() >= MOST_KEYS && !noted.contains_key(&key) {
            make_room(noted, now - self.lasts);
        }
        noted.insert(key, now);
    }

    /// Notes a key unless it is known: of any number at once one is told that it is new.
    pub fn note_new(&self, key: u64, now: i64) -> bool {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        let known = noted.get(&key).is_some_and(|at| now - at < self.lasts);
        if !known {
            self.insert(&mut noted, key, now);
        }
        !known
    }

    /// Whether a key was noted lately.
    pub fn knows(&self, key: u64, now: i64) -> bool {
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.get(&key).is_some_and(|at| now - at < self.lasts)
    }
}

/// Drops what is past at a moment, and half of the rest where that is not enough: the earliest.
fn make_room(moments: &mut HashMap<u64, i64>, past: i64) {
    moments.retain(|_, moment| *moment > past);
    if moments.len() < MOST_KEYS {
        return;
    }
    let mut all: Vec<i64> = moments.values().copied().collect();
    let half = all.len() / 2;
    let (_, middle, _) = all.select_nth_unstable(half);
    let middle = *middle;
    moments.retain(|_, moment| *moment > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_one_at_a_time_and_each_key_by_itself() {
        let limit = Limit::new(3, 600);
        for _ in 0..3 {
            assert_eq!(limit.take(1, 1_000), Ok(()));
        }
        assert_eq!(limit.take(1, 1_000), Err(200), "one each 200 seconds");
        assert_eq!(limit.take(1, 1_199), Err(1));
        assert_eq!(limit.take(2, 1_000), Ok(()), "another key");
        assert_eq!(limit.take(1, 1_200), Ok(()));
        assert_eq!(limit.take(1, 1_200), Err(200));
        assert_eq!(limit.take(1, 0), Err(200), "a clock that was set back holds nobody for longer");
    }

    #[test]
    fn memory_is_bounded_and_the_busiest_keys_are_kept() {
        let limit = Limit::new(3, 600);
        for _ in 0..3 {
            limit.take(0, 1_000).unwrap();
        }
        for key in 1..=5 * MOST_KEYS as u64 {
            limit.take(key, 1_000).unwrap();
            assert!(limit.len() <= MOST_KEYS);
        }
        assert!(limit.take(0, 1_000).is_err(), "what took most is not forgotten for what took once");
        let lately = Lately::new(60);
        for key in 0..=2 * MOST_KEYS as u64 {
            lately.note(key, 1_000 + key as i64);
        }
        let now = 1_000 + 2 * MOST_KEYS as i64;
        assert!(lately.noted.lock().unwrap().len() <= MOST_KEYS);
        assert!(lately.knows(2 * MOST_KEYS as u64, now) && !lately.knows(0, now));
        assert!(!lately.knows(2 * MOST_KEYS as u64, now + 60), "and for a time only");
        assert_eq!([0, 59, 60].map(|later| lately.note_new(0, now + later)), [true, false, true]);
    }
}
