//! What is missing here: supply against need, in words, as a map of tiles, as a table, and to take away.

pub mod asked;
pub mod compare;
pub mod export;
pub mod history;
pub mod page;
mod people;
pub mod rules;
mod said;
pub mod sheet;
mod supply;
mod table;
mod tiles;
pub mod travel;
mod unequal;

pub use compare::{compare_address, standing_words};
pub use history::since_last_year;
pub use page::plain_matrix;
pub use travel::furthest_for;
