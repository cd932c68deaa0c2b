//! Starting and stopping.

use super::admission::{Admission, admit};
use super::edge_thread::EdgeThread;
use super::limits::Limits;
use super::serve_error::ServeError;
use super::supervisor::Supervisor;
use super::{jobs, router};
use crate::mail::Transport;
use crate::search::Follower;
use crate::web::{App, Listings};
use axum::Router;
use axum::middleware::from_fn_with_state;
use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Handle;

/// How long the last counts may take to be written down.
const LAST_WRITE: Duration = Duration::from_secs(3);

/// Serves until `stop` ends or something essential does, then lets requests under way finish. `started` is told the
/// address that was taken.
///
/// # Errors
/// When the address is taken, the index is held by another process, or the index, the jobs or the mail queue end.
pub async fn serve(
    app: App,
    addr: SocketAddr,
    index: &Path,
    transport: Arc<dyn Transport>,
    limits: Limits,
    started: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let listener = TcpListener::bind(addr).await.map_err(|e| ServeError::Listen(addr, e))?;
    let taken = listener.local_addr().map_err(|e| ServeError::Listen(addr, e))?;
    let mut supervisor = Supervisor::default();
    // The index catches up while the first pages are answered: they say so.
    let (follower_app, folder) = (app.clone(), index.to_owned());
    supervisor.spawn_thread("the index", move || follow(follower_app, folder)).map_err(ServeError::Thread)?;
    let jobs_app = app.clone();
    supervisor.spawn("the jobs", async move {
        jobs::run(jobs_app).await;
        Ok(())
    });
    let (mailer, store, clock) = (app.mailer.clone(), app.store.clone(), app.clock.clone());
    supervisor.spawn("the mail queue", async move {
        mailer.run(store, transport, clock).await;
        Ok(())
    });
    let site = with_limits(router(app.clone()), &limits, Handle::current());
    let listener = listener.into_std().map_err(ServeError::Thread)?;
    let mut edge = EdgeThread::start(listener, site, limits).map_err(ServeError::Thread)?;
    started(taken);
    let ended = tokio::select! {
        () = stop => Ok(()),
        error = supervisor.first_end() => Err(error),
        () = edge.ended() => Err(ServeError::Ended("the edge")),
    };
    if let Err(error) = &ended {
        tracing::error!("{error}");
    }
    edge.stop().await;
    drop(supervisor);
    // Counts are worth a moment; a database that hangs must not keep the process.
    let _ = tokio::time::timeout(LAST_WRITE, app.write_counts()).await;
    ended
}

/// The site behind its lanes. Its pages are computed where `pages` says.
pub(super) fn with_limits(site: Router, limits: &Limits, pages: Handle) -> Router {
    site.layer(from_fn_with_state(Arc::new(Admission::new(limits, pages)), admit))
}

/// Keeps the index true to the listings, on a runtime of its own: writing it takes long turns.
fn follow(app: App, folder: PathBuf) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(ServeError::Thread)?;
    runtime.block_on(async move {
        let follower = Follower::start(app.engine.clone(), Listings(app.store.for_other_runtime()), &folder).await?;
        follower.follow(|error| tracing::error!(%error, "the index stumbled and will try again")).await;
        Ok(())
    })
}
