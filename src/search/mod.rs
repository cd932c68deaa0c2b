//! tantivy, and only tantivy: what can be found, how it is counted, and how the index follows the listings.
//!
//! No user text ever reaches tantivy's query parser. One pass over the index answers hits, totals and every facet, each
//! facet counted with its own filter lifted. The index is a cache: it rebuilds itself when it is missing, damaged, of
//! another version or of another database. It knows the domain and the area, and takes listings through a trait.

mod audience;
mod collect;
mod columns;
mod counts;
mod document;
mod engine;
mod filter;
mod folder;
mod follower;
mod lexis;
mod named;
mod rank;
mod schema;
mod score;
mod spelling;
mod stems;
mod suggest;
mod supply;
mod understand;
mod unit;
mod why;

pub use engine::{Engine, Hit, SearchResults, Why};
pub use follower::{Documents, FollowError, Follower};
pub use suggest::{Suggestion, SuggestionKind};
pub use supply::{Supplies, SupplyOf};

use std::path::PathBuf;

/// Why the index could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// tantivy refused.
    #[error("the search index did not do it: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The folder cannot be written.
    #[error("the index folder {0} cannot be written: {1}")]
    Folder(PathBuf, std::io::Error),
    /// Somebody else is writing it.
    #[error("the index in {0} is being written by {1}: only one `serve` or `reindex` may run on a data folder")]
    Held(PathBuf, String),
    /// The thread that searched ended without an answer.
    #[error("the search ended without an answer")]
    Lost,
}

#[cfg(test)]
mod many_values_tests;
#[cfg(test)]
mod tests;
