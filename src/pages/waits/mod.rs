//! Waiting times: how long children wait for what, in the area of whoever runs it, and whether it is open.
//!
//! A figure is shown with its day and its source; one that nobody publishes is shown as that, with who was asked.

mod board;
pub mod export;
pub mod page;
mod words;

pub use board::{Asked, Board};
pub use page::row_link;
pub use words::lead_for_district;
