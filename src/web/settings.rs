//! What the server was told at its start.

use super::trusted_proxies::TrustedProxies;
use std::sync::{Arc, OnceLock};

/// Whether and how people can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SigningIn {
    /// Over https: cookies are marked so.
    Secure,
    /// On this machine alone, without https.
    Plain,
    /// Not at all: others could listen.
    Refused,
}

/// What the server was told at its start.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether and how people can sign in.
    pub signing_in: SigningIn,
    /// Where it listens: the address in mail, where nobody has set another.
    pub listening: Arc<OnceLock<String>>,
    /// Whether searches that find little are counted, without anything about a person.
    pub count_searches: bool,
    /// The address people reach it by, without a slash at its end; the only source of full addresses.
    pub base_url: Option<String>,
    /// A hash of the program: see [`super::this_build`].
    pub build: u64,
    /// Whose word on where a visitor comes from is believed.
    pub trusted_proxies: TrustedProxies,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            signing_in: SigningIn::Plain,
            listening: Arc::default(),
            count_searches: true,
            base_url: None,
            build: 0,
            trusted_proxies: TrustedProxies::default(),
        }
    }
}
