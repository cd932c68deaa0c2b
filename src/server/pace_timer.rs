//! Says when something that is being sent or received has become too slow.

use super::limits::Pace;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Instant, Sleep, sleep_until};

/// Runs from the start of one body or answer.
pub struct PaceTimer {
    pace: Pace,
    started: Instant,
    bytes: u64,
    sleep: Pin<Box<Sleep>>,
}

impl PaceTimer {
    /// Starts now.
    pub fn start(pace: Pace) -> Self {
        let started = Instant::now();
        Self { pace, started, bytes: 0, sleep: Box::pin(sleep_until(started + pace.allows(0))) }
    }

    /// So many more bytes have passed.
    pub fn add(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    /// Ready when it is too late. To be asked whenever nothing passes.
    pub fn poll_late(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = self.started + self.pace.allows(self.bytes);
        if self.sleep.deadline() != deadline {
            self.sleep.as_mut().reset(deadline);
        }
        self.sleep.as_mut().poll(cx)
    }
}
