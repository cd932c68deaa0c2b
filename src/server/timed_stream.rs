//! A connection's stream with a clock: it fails when a request's headers, the next request, or a reader of an answer
//! takes too long. hyper has one timer for headers and rest together, and none for readers.

use super::limits::Limits;
use super::pace_timer::PaceTimer;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, Waker};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// What a connection is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It has just been opened, or a part of a request's headers has come.
    Header,
    /// A request is being handled, or its answer sent.
    Busy,
    /// It waits for the next request.
    Idle,
}

/// The stage, shared by the stream and the service of one connection.
#[derive(Default)]
pub struct ConnectionStage(AtomicU8);

impl ConnectionStage {
    fn get(&self) -> Stage {
        match self.0.load(Ordering::Relaxed) {
            0 => Stage::Header,
            1 => Stage::Busy,
            _ => Stage::Idle,
        }
    }

    fn set(&self, stage: Stage) {
        self.0.store(stage as u8, Ordering::Relaxed);
    }

    /// A request has come whole; the connection is busy until the answer's end is dropped.
    pub fn busy(self: &Arc<Self>) -> BusyGuard {
        self.set(Stage::Busy);
        BusyGuard { stage: self.clone(), waker: None }
    }
}

/// Held while a request is handled and its answer handed over.
pub struct BusyGuard {
    stage: Arc<ConnectionStage>,
    waker: Option<Waker>,
}

impl BusyGuard {
    /// Wakes the connection at its end. hyper has asked the stream for more while the connection was busy, and does not ask
    /// again by itself: without being woken nobody would start the clock of the idle connection.
    pub fn waking(mut self, connection: Waker) -> Self {
        self.waker = Some(connection);
        self
    }
}

impl Drop for BusyGuard {
    fn drop(&mut self) {
        self.stage.set(Stage::Idle);
        if let Some(connection) = self.waker.take() {
            connection.wake();
        }
    }
}

/// The stream of one connection.
pub struct TimedStream {
    stream: TcpStream,
    stage: Arc<ConnectionStage>,
    limits: Arc<Limits>,
    /// Runs out when nothing more may be waited for, in the stage it was set for.
    read_sleep: Option<Pin<Box<Sleep>>>,
    set_for: Option<Stage>,
    /// Runs while the reader of an answer lets us wait.
    sending: Option<PaceTimer>,
    /// The last attempt to write had to wait.
    blocked: bool,
}

impl TimedStream {
    /// Around a stream that was just accepted.
    pub fn new(stream: TcpStream, stage: Arc<ConnectionStage>, limits: Arc<Limits>) -> Self {
        Self { stream, stage, limits, read_sleep: None, set_for: None, sending: None, blocked: false }
    }

    /// Whether nothing was read for too long.
    fn poll_read_late(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let stage = self.stage.get();
        // While a request is handled other limits hold; while an answer waits for its reader, the pace does.
        if stage == Stage::Busy || self.blocked {
            return Poll::Pending;
        }
        if stage == Stage::Idle {
            self.sending = None;
        }
        let allowed = if stage == Stage::Header { self.limits.header } else { self.limits.idle };
        let sleep = match &mut self.read_sleep {
            Some(sleep) => {
                if self.set_for != Some(stage) {
                    sleep.as_mut().reset(Instant::now() + allowed);
                }
                sleep
            }
            none => none.insert(Box::pin(sleep_until(Instant::now() + allowed))),
        };
        self.set_for = Some(stage);
        sleep.as_mut().poll(cx)
    }

    /// Counts what was written, or the wait for it.
    fn written(&mut self, cx: &mut Context<'_>, done: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match done {
            Poll::Ready(Ok(bytes)) => {
                if let Some(sending) = &mut self.sending {
                    sending.add(bytes);
                }
                if std::mem::take(&mut self.blocked) {
                    // hyper asks for the next request before it writes: it has to ask again, or nobody sets the idle limit.
                    cx.waker().wake_by_ref();
                }
                Poll::Ready(Ok(bytes))
            }
            Poll::Pending => {
                self.blocked = true;
                let pace = self.limits.answer;
                let sending = self.sending.get_or_insert_with(|| PaceTimer::start(pace));
                sending.poll_late(cx).map(|()| Err(too_late()))
            }
            failed => failed,
        }
    }
}

fn too_late() -> io::Error {
    io::Error::from(io::ErrorKind::TimedOut)
}

impl AsyncRead for TimedStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buf) {
            Poll::Pending => self.poll_read_late(cx).map(|()| Err(too_late())),
            done => {
                if buf.filled().len() > before && self.stage.get() == Stage::Idle {
                    self.stage.set(Stage::Header);
                    self.set_for = None;
                }
                done
            }
        }
    }
}

impl AsyncWrite for TimedStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.written(cx, done)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let done = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.written(cx, done)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
