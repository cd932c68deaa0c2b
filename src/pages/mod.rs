//! Pages, one folder per audience. A page's GET view, its form and its POST handler stand side by side.
//!
//! A page parses at the door, awaits its data, and ends in one view. No SQL and no tantivy here.

pub mod about;
pub mod account;
mod before_after;
pub mod calls;
pub mod council;
pub mod doors;
pub mod find;
mod frame;
pub mod gaps;
pub mod inside;
pub mod kept_form;
pub mod not_saved;
pub mod problem;
pub mod provider;
mod take_away;
pub mod waits;
