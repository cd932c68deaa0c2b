//! What stands before every page: the request itself, the proxy in front, and what runs beside the requests.

use super::auth_tests::timed;
use super::limits::Limits;
use super::run::serve;
use super::tests::{empty_site, sample_site};
use crate::domain::Clock;
use crate::mail::{MailError, Transport};
use crate::store::QueuedMail;
use crate::web::{Settings, SigningIn};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, Version, header};
use std::future::{Future, pending};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

#[tokio::test]
async fn a_request_names_its_host_once() {
    let site = sample_site().await;
    let with = |hosts: &[&[u8]], version: Version| {
        let mut request = Request::get("/search").version(version).body(Body::empty()).unwrap();
        for host in hosts {
            request.headers_mut().append(header::HOST, host.to_vec().try_into().unwrap());
        }
        site.send(request)
    };
    for hosts in [
        &[][..],
        &[b"a.example".as_slice(), b"b.example"],
        &[b"localhost", b"localhost"],
        &[b""],
        &[b"two words"],
        &[b"user@example.org"],
        &[b"example.org/path"],
        &[b"\xff"],
    ] {
        let page = with(hosts, Version::HTTP_11).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{hosts:?}");
        assert_eq!(page.texts("h1"), ["We could not read that request"]);
        assert!(page.headers.contains_key(header::CONTENT_SECURITY_POLICY));
    }
    for host in [&b"localhost"[..], b"localhost:3000", b"[::1]:3000", b"example.org:443"] {
        assert_eq!(with(&[host], Version::HTTP_11).await.status, StatusCode::OK);
    }
    assert_eq!(with(&[], Version::HTTP_10).await.status, StatusCode::OK, "which did not know it");
}

#[tokio::test]
async fn an_address_that_is_no_text_names_nothing_and_says_so_on_a_page() {
    let site = sample_site().await;
    let nowhere = site.get("/services/nowhere").await;
    for route in super::table() {
        let path = route.path.split('/').map(|part| if part.starts_with('{') { "%FF" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        if path == route.path {
            continue;
        }
        let page = site.get(&path).await;
        assert_eq!((page.status, page.texts("h1")), (StatusCode::NOT_FOUND, nowhere.texts("h1")), "{path}");
    }
    assert_eq!(site.get("/%ff").await.texts("h1"), nowhere.texts("h1"));
    assert_eq!(site.get("/services/caf%C3%A9").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_from_behind_a_proxy_is_taken_and_from_another_site_is_not() {
    let site = sample_site().await;
    let settings = Settings { base_url: Some("https://offer.example.org".to_owned()), ..Settings::default() };
    let app = site.app.clone().with(|parts| parts.settings = Arc::new(settings));
    let site = site.with_app(app);
    for (host, origin, status) in [
        ("offer.example.org:443", "https://offer.example.org", StatusCode::SEE_OTHER),
        ("offer.example.org", "https://offer.example.org", StatusCode::SEE_OTHER),
        ("127.0.0.1:3000", "https://offer.example.org", StatusCode::SEE_OTHER),
        ("offer.example.org", "https://evil.example.org", StatusCode::FORBIDDEN),
        ("127.0.0.1:3000", "http://offer.example.org", StatusCode::FORBIDDEN),
    ] {
        let mut request = Request::post("/preferences").header(header::HOST, host).header(header::ORIGIN, origin);
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = site.send(request.body(Body::from("theme=dark")).unwrap()).await;
        assert_eq!(answer.status, status, "{host} {origin}");
    }
}

#[tokio::test]
async fn visitors_behind_one_proxy_are_held_back_one_by_one() {
    let site = sample_site().await;
    let settings = Settings { signing_in: SigningIn::Secure, ..Settings::default() };
    let app = site.app.clone().with(|parts| parts.settings = Arc::new(settings));
    let site = site.with_app(app);
    let ask = |lines: Vec<String>| {
        let mut request = Request::post("/sign-in").header(header::HOST, "localhost");
        for line in lines {
            request = request.header("x-forwarded-for", line);
        }
        let mut request = request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("email=nobody%40example.org"))
            .unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        site.send(request)
    };
    let mut tries = 0;
    // Whatever a visitor writes into the first line, the proxy's own line counts.
    while ask(vec![format!("198.51.100.{}", tries % 200), "203.0.113.7".to_owned()]).await.status
        == StatusCode::SEE_OTHER
    {
        tries += 1;
        assert!(tries < 100, "one visitor is never held back");
    }
    let other = ask(vec!["203.0.113.7".to_owned(), "203.0.113.8".to_owned()]).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "and the next visitor is not");
}

#[tokio::test]
async fn whoever_is_refused_again_and_again_fills_no_log() {
    let t = timed().await;
    let provider = t.sign_in("provider@example.org").await;
    for n in 0..50 {
        for path in ["/council".to_owned(), format!("/council/changes/{n}")] {
            assert_eq!(t.get(&path, &provider).await.status, StatusCode::NOT_FOUND);
        }
    }
    let log = t.site.app.store.audit_log(1_000).await.unwrap();
    let refused: Vec<_> = log.iter().filter(|(_, _, what, _)| what == "was refused").map(|(.., about)| about).collect();
    assert_eq!(refused.len(), 2, "{refused:?}");
}

/// A mail server that never answers.
struct Silent;

impl Transport for Silent {
    fn send<'a>(&'a self, _: &'a QueuedMail) -> Pin<Box<dyn Future<Output = Result<(), MailError>> + Send + 'a>> {
        Box::pin(pending())
    }
}

#[tokio::test]
async fn a_mail_queue_that_dies_ends_the_server_with_its_reason() {
    let site = empty_site().await;
    let folder = tempfile::tempdir().unwrap();
    // The queue asks for the time before anything else.
    let app = site.app.clone().with(|parts| parts.clock = Clock::new(|| panic!("no such time")));
    let addr = SocketAddr::from(([127, 0, 0, 1], 0));
    let served = serve(app, addr, folder.path(), Arc::new(Silent), Limits::default(), |_| {}, pending());
    assert_eq!(
        served.await.unwrap_err().to_string(),
        "the mail queue panicked, and the server has ended with it: no such time"
    );
}
