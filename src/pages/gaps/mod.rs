//! What is missing here: supply against need, in words, as a map of tiles, as a table, and to take away.

pub mod asked;
pub mod compare;
pub mod export;
pub mod history;
pub mod page;
pub mod rules;
mod said;
pub mod sheet;
mod table;
mod tiles;
pub mod travel;
mod unequal;
