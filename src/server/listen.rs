//! Takes connections until it is told to stop, then lets what is under way end.

use super::connection;
use super::limits::Limits;
use axum::Router;
use std::future::{Future, pending};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::{JoinError, JoinSet};

/// How long no connection is taken after the system refused one, for example because too many files are open.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves until `stop` ends. Then no connection is taken any more, idle ones are closed, requests under way are answered,
/// and what is still open after [`Limits::drain`] is cut.
pub async fn listen(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let limits = Arc::new(limits);
    let free = Arc::new(Semaphore::new(limits.connections));
    let (stopping, told) = watch::channel(false);
    let mut open = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, place) = tokio::select! {
            () = &mut stop => break,
            Some(ended) = open.join_next() => {
                report(ended);
                continue;
            }
            accepted = accept(&listener, &free) => accepted,
        };
        let serving = connection::serve(stream, peer, router.clone(), limits.clone(), told.clone());
        open.spawn(async move {
            serving.await;
            drop(place);
        });
    }
    drop(listener);
    stopping.send_replace(true);
    let all_ended = async {
        while let Some(ended) = open.join_next().await {
            report(ended);
        }
    };
    if tokio::time::timeout(limits.drain, all_ended).await.is_err() {
        tracing::warn!("{} connections were cut: they were still open {:?} after the stop", open.len(), limits.drain);
        open.shutdown().await;
    }
}

/// The next connection, once there is a place for it. It never gives up: what the system refuses is tried again.
async fn accept(listener: &TcpListener, free: &Arc<Semaphore>) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let Ok(place) = free.clone().acquire_owned().await else { return pending().await };
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            Err(error) if is_the_visitors(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken; trying again");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Whether an error is that of one connection alone, whose visitor has left.
fn is_the_visitors(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

fn report(ended: Result<(), JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(%error, "a connection was lost to a panic");
    }
}
