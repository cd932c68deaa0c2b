//! For people who run services: their listings, and saying that they are still right.

pub mod home;
