//! Why the server did not start, or ended.

use crate::search::FollowError;
use crate::store::StoreError;
use std::io;
use std::net::SocketAddr;

/// Why the server did not start, or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("cannot listen on {0}: {1}. Choose another with --addr")]
    Listen(SocketAddr, io::Error),
    /// The index.
    #[error(transparent)]
    Follow(#[from] FollowError<StoreError>),
    /// The system has no thread left, or none to wait on.
    #[error("a thread cannot run: {0}")]
    Thread(io::Error),
    /// Something that runs for as long as the server has ended.
    #[error("{0} has ended, and the server with it")]
    Ended(&'static str),
    /// Something that runs for as long as the server has panicked.
    #[error("{0} panicked, and the server has ended with it: {1}")]
    Panicked(&'static str, String),
}
