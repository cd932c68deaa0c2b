//! About the site: what we keep, how it is made accessible, where facts come from, and what you can change.

mod figures;
mod preferences;
mod statements;

pub use figures::{csv as figures_csv, get as figures};
pub use preferences::{get as preferences, post as save_preferences};
pub use statements::{accessibility, data, privacy};
