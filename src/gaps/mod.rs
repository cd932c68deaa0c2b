//! Supply against need: what families in each district can use, how much that is for the children who live there, and
//! where there is nothing. Pure computation over what it is given; it asks nobody and draws nothing.

pub mod inequality;
mod matrix;
mod sentence;
pub mod travel;
pub mod trend;

pub use matrix::{Cell, DistrictRow, KindAvailability, Matrix, Nearest, ServiceKind};
pub use sentence::{missing, present, standing_words};
