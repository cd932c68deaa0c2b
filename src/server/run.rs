//! Starting and stopping.

use super::{jobs, router};
use crate::mail::Transport;
use crate::search::{FollowError, Follower};
use crate::store::StoreError;
use crate::web::{App, Listings};
use axum::serve::ListenerExt;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("cannot listen on {0}: {1}. Choose another with --addr")]
    Listen(SocketAddr, std::io::Error),
    /// The index.
    #[error(transparent)]
    Follow(#[from] FollowError<StoreError>),
    /// The connection handling stopped.
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// Serves until `stop` ends, then lets requests under way finish. `started` is told the address that was taken.
///
/// # Errors
/// When the address is taken or the index is held by another process.
pub async fn serve(
    app: App,
    addr: SocketAddr,
    index: &Path,
    transport: Arc<dyn Transport>,
    started: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let listener = TcpListener::bind(addr).await.map_err(|e| ServeError::Listen(addr, e))?;
    let taken = listener.local_addr().map_err(|e| ServeError::Listen(addr, e))?;
    // The index catches up while the first pages are answered: they say so.
    let (engine, store, folder) = (app.engine.clone(), app.store.for_other_runtime(), index.to_owned());
    let (say, said) = tokio::sync::oneshot::channel();
    std::thread::Builder::new()
        .name("index".to_owned())
        .spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(async move {
                match Follower::start(engine, Listings(store), &folder).await {
                    Ok(follower) => {
                        let _ = say.send(Ok(()));
                        follower.follow(|error| tracing::error!(%error, "the index stumbled and will try again")).await;
                    }
                    Err(error) => {
                        let _ = say.send(Err(error));
                    }
                }
            });
        })
        .map_err(|e| ServeError::Listen(addr, e))?;
    started(taken);
    // Without it the parts of an answer wait for each other: 42 ms a page instead of 2.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY could not be set");
        }
    });
    let failed = async move {
        match said.await {
            Ok(Err(error)) => error,
            // Started, or the thread is gone with the process: nothing more to wait for.
            _ => std::future::pending().await,
        }
    };
    let work = tokio::spawn(jobs::run(app.clone()));
    let (mailer, store, clock) = (app.mailer.clone(), app.store.clone(), app.clock.clone());
    let post = tokio::spawn(async move { mailer.run(store, transport, clock).await });
    let done = tokio::select! {
        done = axum::serve(listener, router(app.clone()).into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(stop) => done.map_err(ServeError::Stopped),
        error = failed => Err(error.into()),
    };
    work.abort();
    post.abort();
    app.write_counts().await;
    done
}
