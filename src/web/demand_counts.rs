//! Counts of searches that find little, in memory until they are written down.

use crate::accounts::{Lately, Limit};
use crate::store::Demand;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

/// For so long the same demand from the same network is one demand, in seconds: somebody who searches three hundred times
/// is one family looking for one thing.
const ONCE_IN: i64 = 3_600;
/// Different demands of one network that count in that time: a school or a library has one network for many families.
const OF_ONE_NETWORK: i64 = 60;

/// Counts that are not written down yet. What tells networks apart is a hash with a key that only this process has, in
/// memory alone and bounded: nothing of it is ever stored.
pub struct Counting {
    counts: Mutex<HashMap<Demand, u64>>,
    keys: RandomState,
    counted: Lately,
    networks: Limit,
}

impl Default for Counting {
    fn default() -> Self {
        Self {
            counts: Mutex::default(),
            keys: RandomState::new(),
            counted: Lately::new(ONCE_IN),
            networks: Limit::new(OF_ONE_NETWORK, ONCE_IN),
        }
    }
}

impl Counting {
    /// Counts one, unless this network asked for the same within the hour, or for very much. `now` is in seconds since 1970.
    pub fn add(&self, one: Demand, network: &str, now: i64) {
        if self.counted.note_new(self.keys.hash_one((&one, network)), now)
            && self.networks.take(self.keys.hash_one(network), now).is_ok()
        {
            *self.counts.lock().unwrap_or_else(PoisonError::into_inner).entry(one).or_default() += 1;
        }
    }

    /// Takes what was counted, to be written down.
    pub fn take(&self) -> Vec<(Demand, u64)> {
        std::mem::take(&mut *self.counts.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect()
    }

    /// Puts back what could not be written.
    pub fn put_back(&self, counts: Vec<(Demand, u64)>) {
        let mut kept = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        counts.into_iter().for_each(|(one, n)| *kept.entry(one).or_default() += n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(kind: usize) -> Demand {
        Demand {
            day: jiff::civil::date(2026, 11, 20),
            looked_for: format!("category:{kind}"),
            district: "burnley".to_owned(),
            age_band: String::new(),
            found: "none".to_owned(),
        }
    }

    #[test]
    fn three_hundred_searches_of_one_visitor_are_one_demand() {
        let counting = Counting::default();
        for second in 0..300 {
            counting.add(demand(1), "a", 1_000 + second);
        }
        counting.add(demand(1), "b", 1_000);
        counting.add(demand(1), "a", 1_000 + ONCE_IN);
        assert_eq!(counting.take(), [(demand(1), 3)], "another network, and the next hour");
        for kind in 0..300 {
            counting.add(demand(kind), "c", 1_000);
        }
        assert_eq!(counting.take().len() as i64, OF_ONE_NETWORK, "nor does one network count for very many");
    }
}
