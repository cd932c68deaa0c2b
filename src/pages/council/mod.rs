//! For council staff: where they begin, the queue of changes, any listing with its past, and who did what.

pub mod change;
pub mod changes;
pub mod home;
pub mod listings;
pub mod new_listing;
pub mod revisions;
mod sender;
