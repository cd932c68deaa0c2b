//! Signing in without a password: links and codes by mail, sessions, and a second factor for the council.
//!
//! What is secret is random, sent once and kept as a hash. It knows the domain, the store and the mail; no page.

mod second_factor;
mod secrets;
mod session;
mod sign_in_link;
mod throttle;

pub use second_factor::{
    Enrolment, SecondFactor, check as check_second_factor, confirm as confirm_second_factor, enrol,
};
pub use secrets::{Secret, hash};
pub use session::{AuthLevel, Session, end, find, start, strengthen};
pub use sign_in_link::{PendingSignIn, SignInRequest, code_for_token, redeem_code, redeem_link, send_sign_in_link};
pub use throttle::{Lately, Limit, Throttle};

use crate::store::StoreError;

/// What stands for the browser of a link that was printed on this machine: any.
pub const ANY_BROWSER: &str = "any";

/// Why signing in did not go on.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random bytes: nothing secret can be made.
    #[error("the system gives no random bytes: {0}")]
    Random(getrandom::Error),
    /// The second factor cannot be set up.
    #[error("the second factor cannot be set up: {0}")]
    SecondFactor(String),
}
