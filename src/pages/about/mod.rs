//! About the site: what we keep, how it is made accessible, where facts come from, and what you can change.

pub mod accessibility;
mod criteria;
pub mod figures;
mod known_issues;
pub mod preferences;
pub mod sounds;
pub mod statements;
mod transcript;
