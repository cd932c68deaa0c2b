//! About the site: what we keep, how it is made accessible, where facts come from, and what you can change.

mod accessibility;
mod criteria;
mod figures;
mod known_issues;
mod preferences;
pub mod sounds;
mod statements;
mod transcript;

pub use accessibility::get as accessibility;
pub use figures::{csv as figures_csv, get as figures};
pub use preferences::{get as preferences, post as save_preferences};
pub use statements::{data, privacy};
