//! For the council: what providers have done, and who looks after what.

pub mod home;
