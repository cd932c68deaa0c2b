//! The thread that talks to visitors: it takes connections, reads requests, refuses what is too many and sends answers.
//! Pages are computed elsewhere, so that a refusal never waits behind a page. One thread is enough: it computes nothing.

use super::limits::Limits;
use super::listen::listen;
use axum::Router;
use std::io;
use std::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// The running thread. Dropped, it is told to stop and not waited for.
pub struct EdgeThread {
    stop: oneshot::Sender<()>,
    ended: oneshot::Receiver<()>,
}

impl EdgeThread {
    /// Begins to take connections.
    ///
    /// # Errors
    /// When the system has no thread, or nothing to wait on.
    pub fn start(listener: TcpListener, site: Router, limits: Limits) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (stop, told) = oneshot::channel();
        let (ended_tx, ended) = oneshot::channel();
        std::thread::Builder::new().name("the edge".to_owned()).spawn(move || {
            // Dropped at the end, a panic's included.
            let _ended = ended_tx;
            runtime.block_on(async move {
                match tokio::net::TcpListener::from_std(listener) {
                    Ok(listener) => listen(listener, site, limits, async { drop(told.await) }).await,
                    Err(error) => tracing::error!(%error, "the address cannot be listened on"),
                }
            });
        })?;
        Ok(Self { stop, ended })
    }

    /// Waits until it ends by itself, which it should not.
    pub async fn ended(&mut self) {
        let _ = (&mut self.ended).await;
    }

    /// Takes no connection any more, and waits until requests under way have ended or [`Limits::drain`] is over.
    pub async fn stop(mut self) {
        drop(self.stop);
        let _ = (&mut self.ended).await;
    }
}

#[cfg(test)]
mod edge_thread_tests {
    use super::super::run::with_limits;
    use super::*;
    use axum::routing::get;
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::sync::{Arc, Barrier};

    fn ask(address: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        stream
    }

    fn answer(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_refusal_does_not_wait_for_a_page_that_is_being_computed() {
        let pages = Builder::new_multi_thread().worker_threads(1).build().unwrap();
        let (began, goes_on) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let (page_began, page_goes_on) = (began.clone(), goes_on.clone());
        let page = move || async move {
            page_began.wait();
            page_goes_on.wait();
            "a page"
        };
        let mut limits = Limits::default();
        (limits.public.concurrent, limits.public.queued) = (1, 0);
        let site = with_limits(Router::new().route("/", get(page)), &limits, pages.handle().clone());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let edge = EdgeThread::start(listener, site, limits).unwrap();
        let computed = ask(address);
        began.wait();
        // The only thread that computes pages is held now.
        let refused = answer(ask(address));
        assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
        goes_on.wait();
        assert!(answer(computed).ends_with("a page"));
        Builder::new_current_thread().build().unwrap().block_on(edge.stop());
    }
}
