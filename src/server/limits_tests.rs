//! The limits of the server, through real connections. The clock is stopped: waits of a minute are over at once, and to the
//! second.

use super::limits::{LaneLimits, Limits};
use super::listen::listen;
use super::run::with_limits;
use super::site::dress;
use super::tests::{Site, empty_site};
use axum::Router;
use axum::routing::get;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// A server on a port of its own, with an address `/hold` in each lane that answers when it is let go.
struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
    /// A request to `/hold` has come in.
    entered: Arc<Notify>,
    /// Lets one request to `/hold` go.
    release: Arc<Notify>,
    _site: Site,
}

async fn running(limits: Limits) -> Running {
    let site = empty_site().await;
    // What pages ask the database is known from here on: a stopped clock does not wait for its threads.
    site.get("/nowhere").await;
    tokio::time::pause();
    let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (come, go) = (entered.clone(), release.clone());
    let hold = get(move || async move {
        come.notify_one();
        go.notified().await;
        "held and let go"
    });
    let large = get(|| async { vec![b'x'; LARGE] });
    let more = Router::new().route("/hold", hold.clone()).route("/council/hold", hold).route("/large", large);
    let (address, stop, ended) =
        start(with_limits(site.router.clone().merge(more), &limits, Handle::current()), limits).await;
    Running { address, stop, ended, entered, release, _site: site }
}

async fn start(router: Router, limits: Limits) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let ended = tokio::spawn(async move {
        let until = async {
            let _ = stopped.await;
        };
        listen(listener, router, limits, until).await;
    });
    (address, stop, ended)
}

/// An answer that fits into no buffer between the two ends.
const LARGE: usize = 64 * 1024 * 1024;

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

impl Running {
    async fn open(&self, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    async fn ask(&self, path: &str) -> String {
        answer(&mut self.open(&request(path)).await).await
    }
}

/// One answer, whole.
async fn answer(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|l| l.strip_prefix("content-length: ")).expect("a length");
            if body.len() >= length.parse::<usize>().unwrap() {
                return text;
            }
        }
        let more = stream.read_buf(&mut read).await.unwrap_or(0);
        assert!(more > 0, "the connection ended within an answer: {text}");
    }
}

/// Reads until the server closes. Answers what came and after how many seconds it closed.
async fn until_closed(stream: &mut TcpStream) -> (String, u64) {
    let (began, mut read) = (Instant::now(), Vec::new());
    let _ = stream.read_to_end(&mut read).await;
    (String::from_utf8_lossy(&read).into_owned(), began.elapsed().as_secs())
}

fn lane(concurrent: usize, queued: usize) -> LaneLimits {
    LaneLimits { concurrent, queued, uploads: 4 }
}

#[tokio::test]
async fn headers_have_fifteen_seconds() {
    let server = running(Limits::default()).await;
    assert_eq!(until_closed(&mut server.open("").await).await, (String::new(), 15));
    assert_eq!(until_closed(&mut server.open("GET / HTTP/1.1\r\nHost: local").await).await, (String::new(), 15));
    // Another header every five seconds gives no more time.
    let began = Instant::now();
    let (mut from, mut to) = server.open("GET / HTTP/1.1\r\n").await.into_split();
    let trickle = tokio::spawn(async move {
        while to.write_all(b"X-Slow: 1\r\n").await.is_ok() {
            sleep(Duration::from_secs(5)).await;
        }
    });
    let _ = from.read_to_end(&mut Vec::new()).await;
    assert_eq!(began.elapsed().as_secs(), 15);
    trickle.abort();
}

#[tokio::test]
async fn a_connection_may_rest_a_minute_between_requests_but_not_within_one() {
    let server = running(Limits::default()).await;
    let mut stream = server.open("").await;
    for _ in 0..3 {
        stream.write_all(request("/health/live").as_bytes()).await.unwrap();
        assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200"));
        sleep(Duration::from_secs(55)).await;
    }
    assert_eq!(until_closed(&mut stream).await.1, 5);
    let mut stream = server.open(&request("/health/live")).await;
    answer(&mut stream).await;
    sleep(Duration::from_secs(40)).await;
    stream.write_all(b"GET /health").await.unwrap();
    assert_eq!(until_closed(&mut stream).await.1, 15);
}

const FORM: &str = "POST /list HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";

#[tokio::test]
async fn a_form_that_comes_too_slowly_is_answered_and_a_slow_one_is_taken() {
    let server = running(Limits::default()).await;
    // A byte a second.
    let began = Instant::now();
    let (mut from, mut to) = server.open(&format!("{FORM}Content-Length: 1000\r\n\r\n")).await.into_split();
    let trickle = tokio::spawn(async move {
        while to.write_all(b"x").await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    });
    let mut read = Vec::new();
    let _ = from.read_to_end(&mut read).await;
    let page = String::from_utf8_lossy(&read);
    assert!(
        page.starts_with("HTTP/1.1 408") && page.contains("<h1>What you sent did not reach us in time</h1>"),
        "{page}"
    );
    assert_eq!(began.elapsed().as_secs(), 30);
    trickle.abort();
    // Two kilobytes a second.
    let mut stream = server.open(&format!("{FORM}Content-Length: 61440\r\n\r\n")).await;
    for _ in 0..30 {
        stream.write_all(&[b'x'; 2_048]).await.unwrap();
        sleep(Duration::from_millis(1_200)).await;
    }
    let taken = answer(&mut stream).await;
    assert!(taken.starts_with("HTTP/1.1 303"), "{taken}");
    // Larger than the address takes: said at once.
    let large = answer(&mut server.open(&format!("{FORM}Content-Length: 65537\r\n\r\n")).await).await;
    assert!(large.starts_with("HTTP/1.1 413") && large.contains("That was too much at once"), "{large}");
}

#[tokio::test]
async fn whoever_does_not_read_an_answer_loses_it_after_half_a_minute() {
    let server = running(Limits { drain: Duration::from_secs(90), ..Limits::default() }).await;
    let mut stalled = server.open(&request("/large")).await;
    let _ = stalled.read_exact(&mut [0; 12]).await.unwrap();
    let began = Instant::now();
    // It ends once nobody is connected.
    server.stop.send(()).unwrap();
    server.ended.await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 30);
    let (rest, _) = until_closed(&mut stalled).await;
    assert!(rest.len() < LARGE, "{} bytes", rest.len());
}

#[tokio::test]
async fn connections_beyond_the_most_wait_until_one_ends() {
    let server = running(Limits { connections: 2, ..Limits::default() }).await;
    let (_first, _second) = (server.open("").await, server.open("").await);
    let began = Instant::now();
    assert!(server.ask("/health/live").await.starts_with("HTTP/1.1 200"));
    assert_eq!(began.elapsed().as_secs(), 15);
}

#[tokio::test]
async fn more_than_can_be_done_is_refused_at_once_while_health_and_staff_are_answered() {
    let limits = Limits { public: lane(1, 0), staff: lane(1, 0), ..Limits::default() };
    let server = running(limits).await;
    for (held, refused, open) in [("/hold", "/search", "/council"), ("/council/hold", "/sign-in", "/search")] {
        let mut under_way = server.open(&request(held)).await;
        server.entered.notified().await;
        let began = Instant::now();
        let page = server.ask(refused).await;
        assert_eq!(began.elapsed(), Duration::ZERO, "nobody waited");
        assert!(page.starts_with("HTTP/1.1 503") && page.contains("retry-after: 5"), "{page}");
        assert!(page.contains("<h1>We are very busy</h1>") && page.contains("lang=\"en-GB\""), "{page}");
        assert!(server.ask("/search.json").await.contains(if held == "/hold" { "\"errors\"" } else { "\"total\"" }));
        for path in [open, "/health/live", "/assets/site.css", "/favicon.ico"] {
            let answer = server.ask(path).await;
            assert!(!answer.starts_with("HTTP/1.1 503"), "{path}: {answer}");
        }
        server.release.notify_one();
        assert!(answer(&mut under_way).await.ends_with("held and let go"));
        assert!(!server.ask(refused).await.starts_with("HTTP/1.1 503"), "all is well again");
    }
}

#[tokio::test]
async fn a_few_wait_their_turn_and_not_for_long() {
    let server = running(Limits { public: lane(1, 1), ..Limits::default() }).await;
    let mut first = server.open(&request("/hold")).await;
    server.entered.notified().await;
    // One of two waits; for the other there is no room.
    let (mut a, mut b) = (server.open(&request("/search")).await, server.open(&request("/search")).await);
    let began = Instant::now();
    let (refused, waits) = tokio::select! {
        answer = answer(&mut a) => (answer, &mut b),
        answer = answer(&mut b) => (answer, &mut a),
    };
    assert!(refused.starts_with("HTTP/1.1 503") && began.elapsed() == Duration::ZERO, "{refused}");
    server.release.notify_one();
    assert!(answer(&mut first).await.starts_with("HTTP/1.1 200"));
    assert!(answer(waits).await.starts_with("HTTP/1.1 200"));
    // Where nothing ends, the wait does.
    let _held = server.open(&request("/hold")).await;
    server.entered.notified().await;
    let began = Instant::now();
    assert!(server.ask("/search").await.starts_with("HTTP/1.1 503"));
    assert_eq!(began.elapsed().as_millis() / 10, 20);
}

#[tokio::test]
async fn slow_forms_take_no_turns() {
    let server = running(Limits { public: lane(1, 0), ..Limits::default() }).await;
    let _slow: Vec<TcpStream> = [
        server.open(&format!("{FORM}Content-Length: 10\r\n\r\n")).await,
        server.open(&format!("{FORM}Content-Length: 10\r\n\r\nq=")).await,
    ]
    .into();
    assert!(server.ask("/search").await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_stop_ends_what_is_under_way_and_waits_for_nobody_beyond_its_time() {
    let server = running(Limits::default()).await;
    let mut idle = server.open(&request("/health/live")).await;
    answer(&mut idle).await;
    let mut under_way = server.open(&request("/hold")).await;
    server.entered.notified().await;
    let mut half_a_request = server.open("GET / HTTP/1.1\r\nHost: local").await;
    let mut half_a_form = server.open(&format!("{FORM}Content-Length: 10\r\n\r\nq=")).await;
    // Answered, so that what was sent before it has been read.
    server.ask("/health/live").await;
    let began = Instant::now();
    server.stop.send(()).unwrap();
    assert_eq!(until_closed(&mut idle).await, (String::new(), 0), "idle ones end at once");
    server.release.notify_one();
    let last = answer(&mut under_way).await;
    assert!(last.contains("connection: close") && last.ends_with("held and let go"), "{last}");
    server.ended.await.unwrap();
    assert_eq!(began.elapsed().as_secs(), 10);
    assert_eq!(until_closed(&mut half_a_request).await.0, "");
    assert_eq!(until_closed(&mut half_a_form).await.0, "");
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn a_stop_with_nothing_under_way_is_at_once() {
    let server = running(Limits::default()).await;
    let mut idle = server.open(&request("/health/live")).await;
    answer(&mut idle).await;
    let began = Instant::now();
    server.stop.send(()).unwrap();
    server.ended.await.unwrap();
    assert_eq!(began.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_given_up_with_a_page() {
    let site = empty_site().await;
    site.get("/nowhere").await;
    tokio::time::pause();
    let stuck = Router::new().route("/stuck", get(pending::<&str>));
    let (address, _stop, _ended) = start(dress(stuck, site.app.clone()), Limits::default()).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request("/stuck").as_bytes()).await.unwrap();
    let began = Instant::now();
    let page = answer(&mut stream).await;
    assert_eq!(began.elapsed().as_secs(), 10);
    assert!(page.starts_with("HTTP/1.1 503") && page.contains("retry-after: "), "{page}");
    assert!(page.contains("<h1>We are very busy</h1>") && page.contains("class=\"skip"), "{page}");
}
