//! Open Referral UK (HSDS-UK 3.0): reading feeds of other directories.
//!
//! Everything a feed says is hostile until parsed: markup becomes plain text, addresses must be addresses, and a record
//! that cannot be understood is named and passed over. It knows the domain, the area and the store.

mod import;
mod mapping;
mod records;
mod safe_text;

pub use import::{ImportError, ImportProblem, Importer, Outcome};
pub use records::{Record, Records, RecordsError};
