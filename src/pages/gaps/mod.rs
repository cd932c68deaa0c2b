//! What is missing here: supply against need, in words, as a map of tiles, as a table, and to take away.

pub mod compare;
pub mod export;
pub mod page;
mod supply;
mod tiles;

pub use compare::{compare_address, standing_words};
pub use supply::{kinds, matrix};
