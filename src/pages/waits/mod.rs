//! Waiting times: how long children wait for what, in the area of whoever runs it, and whether it is open.
//!
//! A figure is shown with its day and its source; one that nobody publishes is shown as that, with who was asked.

pub mod export;
pub mod page;
