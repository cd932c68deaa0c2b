//! Who is let in: a bounded number of requests is handled at the same time, a bounded number waits a bounded time, and the
//! rest is told at once to come back. Families and staff have a lane each.

use super::busy;
use super::limits::{LaneLimits, Limits, Pace};
use super::request_body::{failed, receive};
use super::route::{is_staff, largest_body};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

/// The addresses that say how the site is.
const HEALTH: &str = "/health";
/// How often the log says how many were turned away.
const SAY_EVERY: Duration = Duration::from_secs(10);
/// The longest pause between two ends that counts towards the mean: one stuck request says nothing about the next.
const LONGEST_COUNTED: Duration = Duration::from_millis(500);

/// The lanes.
pub struct Admission {
    public: Lane,
    staff: Lane,
    body: Pace,
    wait: Duration,
    turned_away: TurnedAway,
    pages: Handle,
}

impl Admission {
    /// Empty lanes, whose requests are handled by the threads of `pages`.
    pub fn new(limits: &Limits, pages: Handle) -> Self {
        Self {
            public: Lane::new(limits.public),
            staff: Lane::new(limits.staff),
            body: limits.body,
            wait: limits.wait,
            turned_away: TurnedAway { count: AtomicU64::new(0), said: AtomicU64::new(0), since: Instant::now() },
            pages,
        }
    }

    /// Handles a request on the threads of the pages. One whose visitor has left ends there, as it would here.
    async fn handle(&self, request: Request, next: Next) -> Response {
        let mut alone = JoinSet::new();
        alone.spawn_on(next.run(request), &self.pages);
        match alone.join_next().await {
            Some(Ok(response)) => response,
            Some(Err(error)) if error.is_panic() => resume_unwind(error.into_panic()),
            // The process is ending.
            _ => busy::answer("/"),
        }
    }

    /// The lane of a path. None for what is always answered: the health addresses, and files from memory, which cost no
    /// more than a refusal.
    fn lane(&self, path: &str) -> Option<&Lane> {
        let below = |start: &str| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if below(HEALTH) || below("/assets") || path == "/favicon.ico" {
            None
        } else if is_staff(path) {
            Some(&self.staff)
        } else {
            Some(&self.public)
        }
    }
}

/// Lets a request in when its turn comes, or answers that there is no room.
pub async fn admit(State(admission): State<Arc<Admission>>, mut request: Request, next: Next) -> Response {
    let Some(lane) = admission.lane(request.uri().path()) else {
        let asks_the_database = request.uri().path().starts_with(HEALTH);
        return if asks_the_database { admission.handle(request, next).await } else { next.run(request).await };
    };
    if request.method() == Method::POST {
        let Ok(_upload) = lane.uploads.try_acquire() else { return admission.turned_away.answer(&request) };
        let largest = largest_body(request.uri().path());
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = receive(body, largest, admission.body).await.map_or_else(failed, Body::from);
    }
    let Some(_turn) = lane.turn(admission.wait).await else { return admission.turned_away.answer(&request) };
    let response = admission.handle(request, next).await;
    lane.one_ended();
    response
}

/// One lane.
struct Lane {
    limits: LaneLimits,
    turns: Semaphore,
    queue: Semaphore,
    uploads: Semaphore,
    started: Instant,
    /// When the last request ended, in microseconds since the start.
    last_end: AtomicU64,
    /// Mean time from one end to the next while others waited, in microseconds: of the last dozen or so.
    mean_pause: AtomicU64,
}

impl Lane {
    fn new(limits: LaneLimits) -> Self {
        Self {
            limits,
            turns: Semaphore::new(limits.concurrent),
            queue: Semaphore::new(limits.queued),
            uploads: Semaphore::new(limits.uploads),
            started: Instant::now(),
            last_end: AtomicU64::new(0),
            mean_pause: AtomicU64::new(0),
        }
    }

    /// A turn, at once or after a wait. None when so many wait already that it would take longer than `wait`.
    async fn turn(&self, wait: Duration) -> Option<SemaphorePermit<'_>> {
        if let Ok(turn) = self.turns.try_acquire() {
            return Some(turn);
        }
        if self.expected_wait() > wait {
            return None;
        }
        let _place = self.queue.try_acquire().ok()?;
        timeout(wait, self.turns.acquire()).await.ok()?.ok()
    }

    /// How long the queue will take as it is: refusing now is kinder than refusing after the wait.
    fn expected_wait(&self) -> Duration {
        Duration::from_micros(self.waiting() * self.mean_pause.load(Relaxed))
    }

    fn waiting(&self) -> u64 {
        self.limits.queued.saturating_sub(self.queue.available_permits()) as u64
    }

    /// Takes the time since the end before into the mean, if somebody waits: otherwise there was nothing to do. Two ends at
    /// the same time may lose one of them, which changes nothing.
    fn one_ended(&self) {
        let now = self.started.elapsed().as_micros() as u64;
        let pause = now.saturating_sub(self.last_end.swap(now, Relaxed)).min(LONGEST_COUNTED.as_micros() as u64);
        if self.waiting() > 0 {
            let mean = self.mean_pause.load(Relaxed);
            self.mean_pause.store(mean - mean / 8 + pause / 8, Relaxed);
        }
    }
}

/// How many were turned away: a line of the log for each would be a load of its own.
struct TurnedAway {
    count: AtomicU64,
    /// When the log last said it, in seconds since the start.
    said: AtomicU64,
    since: Instant,
}

impl TurnedAway {
    fn answer(&self, request: &Request) -> Response {
        self.count.fetch_add(1, Relaxed);
        let (now, said) = (self.since.elapsed().as_secs() + SAY_EVERY.as_secs(), self.said.load(Relaxed));
        if now >= said + SAY_EVERY.as_secs() && self.said.compare_exchange(said, now, Relaxed, Relaxed).is_ok() {
            tracing::warn!("too busy: {} requests turned away since this was last said", self.count.swap(0, Relaxed));
        }
        busy::answer(request.uri().path())
    }
}

#[cfg(test)]
mod admission_tests {
    use super::*;
    use tokio::task::yield_now;
    use tokio::time::advance;

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_would_be_too_long_is_refused_before_it_begins() {
        let wait = Duration::from_millis(200);
        let lane = Arc::new(Lane::new(LaneLimits { concurrent: 1, queued: 100, uploads: 1 }));
        let _held = lane.turn(wait).await.unwrap();
        for _ in 0..19 {
            let lane = lane.clone();
            tokio::spawn(async move { lane.turn(wait).await.is_some() });
        }
        yield_now().await;
        assert_eq!(lane.waiting(), 19);
        // One ends every 15 milliseconds.
        for _ in 0..12 {
            advance(Duration::from_millis(15)).await;
            lane.one_ended();
        }
        let (began, expected) = (Instant::now(), lane.expected_wait());
        assert!(expected > wait && expected < 2 * wait, "{expected:?}");
        assert!(lane.turn(wait).await.is_none());
        assert_eq!(began.elapsed(), Duration::ZERO, "at once");
    }

    #[tokio::test]
    async fn paths_have_the_lane_of_those_who_use_them() {
        let admission = Admission::new(&Limits::default(), Handle::current());
        let staff = |path| admission.lane(path).is_some_and(|lane| std::ptr::eq(lane, &admission.staff));
        for path in ["/council", "/council/changes/1", "/provider/new", "/account", "/sign-in/code", "/register"] {
            assert!(staff(path), "{path}");
        }
        for path in ["/", "/search", "/councillors", "/services/account", "/healthy"] {
            assert!(admission.lane(path).is_some() && !staff(path), "{path}");
        }
        for path in ["/health/live", "/health/ready", "/assets/site.css", "/favicon.ico"] {
            assert!(admission.lane(path).is_none(), "{path}");
        }
    }
}
