//! For people who run services: their listings, changing them in short steps, proposing new ones, and saying that they are
//! still right.

pub mod home;
pub mod listing;
pub mod propose;
