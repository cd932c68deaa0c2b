//! Receives a form before its turn comes, so that whoever sends slowly keeps nobody else waiting.

use super::limits::Pace;
use super::pace_timer::PaceTimer;
use crate::web::BodyFault;
use axum::body::{Body, Bytes, HttpBody};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The whole body.
///
/// # Errors
/// When it is larger than `largest` bytes, comes more slowly than `pace`, or ends before its end.
pub async fn receive(mut body: Body, largest: usize, pace: Pace) -> Result<Bytes, BodyFault> {
    if body.size_hint().lower() > largest as u64 {
        return Err(BodyFault::TooLarge);
    }
    let mut timer = PaceTimer::start(pace);
    let mut received = Vec::new();
    while let Some(frame) = poll_fn(|cx| match Pin::new(&mut body).poll_frame(cx) {
        Poll::Pending => timer.poll_late(cx).map(|()| Some(Err(BodyFault::TooSlow))),
        Poll::Ready(frame) => Poll::Ready(frame.map(|frame| frame.map_err(|_| BodyFault::CutShort))),
    })
    .await
    {
        let Ok(data) = frame?.into_data() else { continue };
        if received.len() + data.len() > largest {
            return Err(BodyFault::TooLarge);
        }
        timer.add(data.len());
        received.extend_from_slice(&data);
    }
    Ok(Bytes::from(received))
}

/// A body that hands its fault to whoever reads it, so that the page for it is made where all pages are made.
pub fn failed(fault: BodyFault) -> Body {
    Body::new(Failed(Some(fault)))
}

struct Failed(Option<BodyFault>);

impl HttpBody for Failed {
    type Data = Bytes;
    type Error = BodyFault;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, BodyFault>>> {
        Poll::Ready(self.0.take().map(Err))
    }
}
