//! Waiting.

use leptos::prelude::set_timeout;
use std::time::Duration;

/// Does something after a while. Where there is no timer it is not done: the page works as it does without scripts.
pub fn after(wait: Duration, act: impl FnOnce() + 'static) {
    let _ = set_timeout(act, wait);
}
