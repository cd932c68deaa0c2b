//! How often somebody may ask for mail and try codes. Kept in memory only and as keyed hashes: no network and no address is
//! stored, and memory is bounded. Each process has limits of its own.
//!
//! Two people must both be right: whoever is flooded with mail that strangers ask for, and whoever wants to sign in while
//! strangers do that. A limit by address alone lets five requests from anywhere lock somebody out. So, for one address:
//!
//! 1. **From one network a few in ten minutes.** What a stranger uses up elsewhere is not what the owner has here.
//! 2. **From a network where its owner signed in lately** nothing else counts. Nobody can put a network there without the
//!    owner's mail.
//! 3. **From a network that did not ask for this address in the last hour** a reserve is drawn on first. One stranger, or one
//!    office, draws on it once an hour and cannot use it up.
//! 4. **From a network that asked already** only what all such networks share.
//!
//! The reserve and the share together are the most that strangers can have sent to one address, however many networks they
//! have: [`RESERVE`] and [`SHARED`] in an hour. What is left open: whoever commands more than [`RESERVE`] networks each hour
//! keeps out an owner who has not signed in from their network within [`USUAL`] days or since the server started; and
//! strangers behind the same network as the owner can use up the few of that network. The alternative, no bound across
//! networks, would let them fill the owner's mailbox.

mod limit;

pub use limit::{Lately, Limit};
use std::hash::{BuildHasher, RandomState};

/// Tries of all sorts from one network in ten minutes: an office has one address for many people.
const FOR_ONE_NETWORK: i64 = 60;
/// Mails to one address that one network may ask for in ten minutes.
const FOR_ONE_PAIR: i64 = 5;
/// Mails to one address in an hour that networks may ask for which have asked in that hour already, all together.
const SHARED: i64 = 6;
/// Mails to one address in an hour that networks may ask for which have not asked in that hour: one a minute. It is large,
/// because to be kept out is worse than to have to look for the newest of many.
const RESERVE: i64 = 60;
/// Mails to addresses without an account in ten minutes that one network may cause: so many by signing in, …
const TO_STRANGERS: i64 = 3;
/// … and so many by registering. That makes ten together. Two counts, because one of them must not be said: if registering
/// drew on the count that only addresses without an account draw on, it would tell which those are.
const REGISTRATIONS: i64 = 7;
/// For so many days a network is one where the owner of an address signs in.
const USUAL: i64 = 30;

const TEN_MINUTES: i64 = 600;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// Limits on asking for mail and trying codes. All times are in seconds: `now` since 1970, and the wait in an error, 1 or more.
pub struct Throttle {
    keys: RandomState,
    networks: Limit,
    pairs: Limit,
    shared: Limit,
    reserve: Limit,
    strangers: Limit,
    registrations: Limit,
    refusals: Limit,
    asked: Lately,
    usual: Lately,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            keys: RandomState::new(),
            networks: Limit::new(FOR_ONE_NETWORK, TEN_MINUTES),
            pairs: Limit::new(FOR_ONE_PAIR, TEN_MINUTES),
            shared: Limit::new(SHARED, HOUR),
            reserve: Limit::new(RESERVE, HOUR),
            strangers: Limit::new(TO_STRANGERS, TEN_MINUTES),
            registrations: Limit::new(REGISTRATIONS, TEN_MINUTES),
            refusals: Limit::new(1, HOUR),
            asked: Lately::new(HOUR),
            usual: Lately::new(USUAL * DAY),
        }
    }
}

impl Throttle {
    fn key(&self, of: impl std::hash::Hash) -> u64 {
        self.keys.hash_one(of)
    }

    /// Counts a try from a network, of whatever sort.
    ///
    /// # Errors
    /// When there were too many from this network.
    pub fn network(&self, network: &str, now: i64) -> Result<(), u64> {
        self.networks.take(self.key(network), now)
    }

    /// Counts a mail that somebody from a network asks for, to an address. Whether anybody has the address makes no difference
    /// here: the answer tells nothing about that.
    ///
    /// # Errors
    /// When this address was sent enough: see the top of this module.
    pub fn mail(&self, address: &str, network: &str, now: i64) -> Result<(), u64> {
        let (pair, address) = (self.key((address, network)), self.key(address));
        self.pairs.take(pair, now)?;
        if self.usual.knows(pair, now) {
            return Ok(());
        }
        let new_here = !self.asked.knows(pair, now);
        self.asked.note(pair, now);
        if new_here && self.reserve.take(address, now).is_ok() {
            return Ok(());
        }
        self.shared.take(address, now)
    }

    /// Notes that somebody who reads the mail of an address has signed in from a network.
    pub fn signed_in(&self, address: &str, network: &str, now: i64) {
        self.usual.note(self.key((address, network)), now);
    }

    /// Counts a mail to an address that has no account. Whoever asks must not be told that it is not sent.
    pub fn may_mail_a_stranger(&self, network: &str, now: i64) -> bool {
        self.strangers.take(self.key(network), now).is_ok()
    }

    /// Whether that an account was refused an address is worth another line of the audit log: one an hour is.
    pub fn is_new_refusal(&self, account: &str, route: &str, now: i64) -> bool {
        self.refusals.take(self.key((account, route)), now).is_ok()
    }

    /// Counts a registration from a network, whether its address has an account or not: so it can be said that there were
    /// too many.
    ///
    /// # Errors
    /// When there were too many from this network.
    pub fn registration(&self, network: &str, now: i64) -> Result<(), u64> {
        self.registrations.take(self.key(network), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000;

    #[test]
    fn whatever_one_stranger_does_the_owner_is_sent_a_mail() {
        let throttle = Throttle::default();
        // For a day, as fast as it goes, from one network.
        let mut sent = 0;
        for second in (0..DAY).step_by(10) {
            sent += i64::from(throttle.mail("jo@example.org", "stranger", NOW + second).is_ok());
        }
        assert_eq!(throttle.mail("jo@example.org", "owner", NOW + DAY), Ok(()));
        assert!(sent <= 24 * (SHARED + 1) + SHARED, "{sent} mails in a day");
    }

    #[test]
    fn many_networks_fill_nobody_s_mailbox_and_the_owner_s_usual_network_still_works() {
        let throttle = Throttle::default();
        throttle.signed_in("jo@example.org", "owner", NOW - DAY);
        let mut sent = 0;
        for network in 0..1_000 {
            for _ in 0..5 {
                sent += i64::from(throttle.mail("jo@example.org", &format!("{network}"), NOW).is_ok());
            }
        }
        assert_eq!(sent, RESERVE + SHARED, "in one moment, from a thousand networks");
        assert!(throttle.mail("jo@example.org", "another", NOW).is_err());
        assert_eq!(throttle.mail("jo@example.org", "owner", NOW), Ok(()));
        assert_eq!(throttle.mail("sam@example.org", "1", NOW), Ok(()), "another address");
        for _ in 0..FOR_ONE_PAIR {
            let _ = throttle.mail("jo@example.org", "owner", NOW);
        }
        assert!(throttle.mail("jo@example.org", "owner", NOW).is_err(), "a few in ten minutes, there too");
        assert!(throttle.mail("jo@example.org", "owner", NOW + USUAL * DAY).is_ok());
    }

    #[test]
    fn one_network_mails_at_most_ten_strangers_in_ten_minutes() {
        let throttle = Throttle::default();
        let by_signing_in = (0..50).filter(|_| throttle.may_mail_a_stranger("office", NOW)).count();
        let by_registering = (0..50).filter(|_| throttle.registration("office", NOW).is_ok()).count();
        assert_eq!(by_signing_in + by_registering, 10);
        assert!(throttle.may_mail_a_stranger("another", NOW));
    }
}
