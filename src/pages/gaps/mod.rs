//! What is missing here: supply against need, in words, as a map of tiles, as a table, and to take away.

pub mod compare;
pub mod export;
pub mod history;
mod inequality;
pub mod page;
pub mod print_sheet;
pub mod rules;
mod summary;
mod table;
mod tile_map;
pub mod travel;
pub mod unmet_demand;
