//! How much time and how many of each thing the server allows. One value, so that tests can shorten it.

use std::time::Duration;

/// A lower bound on the speed of something that is sent, and an upper bound on its time.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Allowed in any case.
    pub grace: Duration,
    /// Every so many bytes allow another second.
    pub bytes_per_second: u64,
    /// The most that is ever allowed.
    pub longest: Duration,
}

impl Pace {
    /// How long after its start something may still be on its way, once so many bytes of it have passed.
    pub fn allows(&self, bytes: u64) -> Duration {
        let earned = Duration::from_millis(bytes.saturating_mul(1_000) / self.bytes_per_second.max(1));
        (self.grace + earned).min(self.longest)
    }
}

/// How many requests of one kind are handled at the same time, and how many wait for their turn.
#[derive(Clone, Copy, Debug)]
pub struct LaneLimits {
    /// Handled at the same time.
    pub concurrent: usize,
    /// Waiting for one of those to end.
    pub queued: usize,
    /// Forms being received at the same time: they take memory before they take their turn.
    pub uploads: usize,
}

/// All limits of the server.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections open at the same time. More wait in the system's own queue, unanswered.
    pub connections: usize,
    /// From the first byte of a request (of a new connection: from its start) to the end of its headers.
    pub header: Duration,
    /// The longest headers of a request, in bytes.
    pub header_bytes: usize,
    /// How long a connection may rest between two requests.
    pub idle: Duration,
    /// How fast a form has to come.
    pub body: Pace,
    /// How fast an answer has to be taken.
    pub answer: Pace,
    /// How long requests under way may go on once the server was told to stop.
    pub drain: Duration,
    /// What families read.
    pub public: LaneLimits,
    /// What providers and the council use, so that neither side can keep the other out.
    pub staff: LaneLimits,
    /// How long a request may wait for its turn.
    pub wait: Duration,
}

/// The most connections, however many files the system allows: at 4,096 those that send the longest headers, which
/// nobody does for long, hold a quarter of a gigabyte.
const MOST_CONNECTIONS: usize = 4_096;
/// Open files that are left for the database, the index, mail and the log.
const OTHER_FILES: usize = 256;
/// Taken where the system does not say how many files a process may have open.
const USUAL_OPEN_FILES: usize = 1_024;

impl Default for Limits {
    /// For this machine: its cores and the files a process may have open.
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            connections: open_files().saturating_sub(OTHER_FILES).clamp(64, MOST_CONNECTIONS),
            header: Duration::from_secs(15),
            header_bytes: 64 * 1024,
            idle: Duration::from_secs(60),
            body: Pace { grace: Duration::from_secs(30), bytes_per_second: 1_024, longest: Duration::from_secs(120) },
            answer: Pace { grace: Duration::from_secs(30), bytes_per_second: 1_024, longest: Duration::from_secs(600) },
            drain: Duration::from_secs(10),
            // A request waits for the database for a part of its time: some more than there are cores keep them busy. Many
            // more would only make each of them slower.
            public: LaneLimits { concurrent: 4 * cores, queued: 64 * cores, uploads: 128 },
            staff: LaneLimits { concurrent: 2 * cores, queued: 32 * cores, uploads: 32 },
            wait: Duration::from_millis(200),
        }
    }
}

/// How many files this process may have open.
fn open_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|l| l.split_whitespace().next()).and_then(|n| n.parse().ok()).unwrap_or(USUAL_OPEN_FILES)
}

#[cfg(test)]
mod limits_tests {
    use super::*;

    #[test]
    fn a_pace_allows_the_grace_then_what_the_bytes_earn_and_never_more_than_the_longest() {
        let pace = Limits::default().body;
        assert_eq!(pace.allows(0), Duration::from_secs(30));
        assert_eq!(pace.allows(10 * 1_024), Duration::from_secs(40));
        assert_eq!(pace.allows(u64::MAX), Duration::from_secs(120));
    }

    #[test]
    fn connections_stay_below_the_files_a_process_may_open() {
        let connections = Limits::default().connections;
        assert!((64..=MOST_CONNECTIONS).contains(&connections));
        assert!(connections == 64 || connections + OTHER_FILES <= open_files());
    }
}
