//! Find help: what is there for my child, near us, that we can use?

pub mod district;
pub mod history;
pub mod home;
pub mod list;
pub mod listing;
mod nearest;
mod panel;
mod question;
mod results;
pub mod search;
pub mod search_json;
pub mod suggest;
mod understood;
mod why;
mod words;
