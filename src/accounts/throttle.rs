//! How often somebody may ask: by address and by network. Kept in memory only, as hashes: no network address is stored.

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;

/// Limits on asking for a link.
pub struct Throttle {
    by_address: DefaultKeyedRateLimiter<String>,
    by_network: DefaultKeyedRateLimiter<String>,
    refusals: DefaultKeyedRateLimiter<String>,
}

/// Links for one address, in an hour.
const FOR_ONE_ADDRESS: u32 = 5;
/// Links and codes for one network, in ten minutes: an office has one address for many people.
const FOR_ONE_NETWORK: u32 = 60;

impl Default for Throttle {
    fn default() -> Self {
        let quota = |most: u32, within: Duration| {
            let most = NonZeroU32::new(most).unwrap_or(NonZeroU32::MIN);
            let each = within / most.get();
            Quota::with_period(each).map_or_else(|| Quota::per_hour(most), |q| q.allow_burst(most))
        };
        Self {
            by_address: RateLimiter::keyed(quota(FOR_ONE_ADDRESS, Duration::from_secs(3_600))),
            by_network: RateLimiter::keyed(quota(FOR_ONE_NETWORK, Duration::from_secs(600))),
            refusals: RateLimiter::keyed(quota(1, Duration::from_secs(3_600))),
        }
    }
}

impl Throttle {
    /// Whether an address may be sent another link.
    pub fn address(&self, email: &str) -> bool {
        self.by_address.retain_recent();
        self.by_address.check_key(&super::hash("address", email)).is_ok()
    }

    /// Whether that an account was refused an address is worth another line of the audit log: one an hour is.
    pub fn refusal(&self, account: &str, route: &str) -> bool {
        self.refusals.retain_recent();
        self.refusals.check_key(&super::hash("refusal", &format!("{account} {route}"))).is_ok()
    }

    /// Whether somebody from a network may try again; if not, in how many seconds.
    pub fn network(&self, network: &str) -> Result<(), u64> {
        self.by_network.retain_recent();
        let checked = self.by_network.check_key(&super::hash("network", network));
        checked.map_err(|not_until| not_until.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
    }
}
