//! Signing in leads to the page one came for, and signing out stands on every page.

use super::auth_tests::{Timed, timed, timed_on};
use super::tests::Answer;
use super::{Who, table};
use crate::domain::{Email, Role};
use crate::mail::stub::{Does, Stub};
use crate::mail::{SenderAddress, Smtp};
use crate::testing::databases;
use crate::web::SigningIn;
use axum::http::{StatusCode, header};
use std::sync::Arc;
use uuid::Uuid;

/// A page asked for with cookies.
async fn get(t: &Timed, path: &str, cookies: &[(&str, &str)]) -> Answer {
    let cookies: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    t.site.get_with(path, "cookie", &cookies.join("; ")).await
}

fn location(answer: &Answer) -> &str {
    answer.headers.get(header::LOCATION).map_or("", |l| l.to_str().unwrap())
}

#[tokio::test]
async fn signing_in_leads_to_the_page_that_was_asked_for() {
    for store in databases().await {
        let t = timed_on(store, SigningIn::Plain).await;
        // A reviewer opens a bookmark. Their account is new: mail, link, then the second check is set up.
        let email = "reviewer@clubs.example.org";
        t.site.app.store.add_account(Uuid::new_v4(), &Email::parse(email).unwrap(), Role::Reviewer, 0).await.unwrap();
        let turned_away = t.site.get("/council/listings?q=swim").await;
        assert_eq!(location(&turned_away), "/sign-in");
        let wanted = Timed::cookie(&turned_away, "return-to").unwrap();
        let cookie = turned_away.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        let first = t.sign_in(email).await;
        let half_way = get(&t, "/council", &[("session", &first), ("return-to", &wanted)]).await;
        assert_eq!(location(&half_way), "/sign-in/set-up");
        assert_eq!(half_way.headers.get(header::SET_COOKIE), None, "what is remembered stays");
        let (session, secret, _) = t.set_up(&first).await;
        let home = get(&t, "/council", &[("session", &session), ("return-to", &wanted)]).await;
        assert_eq!((home.status, location(&home)), (StatusCode::SEE_OTHER, "/council/listings?q=swim"));
        assert!(home.headers[header::SET_COOKIE].to_str().unwrap().contains("return-to=; Path=/; Max-Age=0"), "once");
        assert_eq!(get(&t, "/council/listings?q=swim", &[("session", &session)]).await.status, StatusCode::OK);
        // The next day, with a code from the phone: the address is remembered where the second check turned them away.
        t.later(86_400);
        let half_way = t.sign_in(email).await;
        let turned_away = get(&t, "/council/changes", &[("session", &half_way)]).await;
        assert_eq!(location(&turned_away), "/sign-in/second");
        let wanted = Timed::cookie(&turned_away, "return-to").unwrap();
        let token = t.token("/sign-in/second", &half_way).await;
        let body = format!("form-token={token}&code={}", t.totp(&secret));
        let right = t.post("/sign-in/second", &half_way, &body).await;
        let session = Timed::cookie(&right, "session").unwrap();
        assert_eq!(location(&right), "/council");
        assert_eq!(
            location(&get(&t, "/council", &[("session", &session), ("return-to", &wanted)]).await),
            "/council/changes"
        );
    }
}

#[tokio::test]
async fn nobody_is_led_to_a_page_that_is_not_theirs_or_not_of_this_site() {
    let t = timed().await;
    let session = t.sign_in("provider@example.org").await;
    let evil = [
        "//evil.example",
        "/\\evil.example",
        "/%2f%2fevil.example",
        "https://evil.example",
        "/council/audit",
        "/council",
        "/provider",
        "/search",
        "/nowhere",
        "/sign-in/second",
        "/provider/listings/..%2f..%2fcouncil",
        "",
        "x",
    ];
    for wanted in evil {
        let home = get(&t, "/provider", &[("session", &session), ("return-to", wanted)]).await;
        assert_eq!((home.status, location(&home)), (StatusCode::OK, ""), "{wanted}");
    }
    let own = get(&t, "/provider", &[("session", &session), ("return-to", "/account")]).await;
    assert_eq!(location(&own), "/account");
    let home = get(&t, "/council", &[("return-to", "/account")]).await;
    assert!(
        home.headers[header::SET_COOKIE].to_str().unwrap().starts_with("return-to=;"),
        "who came for the first page"
    );
    // Only what is opened is remembered, by those who must sign in for it.
    let remembered = |answer: &Answer| Timed::cookie(answer, "return-to");
    assert_eq!(remembered(&t.site.post("/provider/new", "name=x", &[]).await), None);
    assert_eq!(remembered(&t.site.get("/provider/still-right").await), None, "a button's address cannot be opened");
    assert_eq!(remembered(&t.site.get("/sign-in/second").await), None);
    assert_eq!(remembered(&t.site.get("/search?q=swim").await), None, "families are given no cookie");
    assert_eq!(remembered(&t.site.get("/council/listings?q=%22odd%22;x").await).as_deref(), Some("/council/listings"));
    let long = format!("/council/listings?q={}", "a".repeat(3_000));
    assert_eq!(remembered(&t.site.get(&long).await).as_deref(), Some("/council/listings"));
    let out = t.post("/sign-out", &session, "").await;
    assert!(out.headers.get_all(header::SET_COOKIE).iter().any(|c| c.to_str().unwrap().starts_with("return-to=;")));
}

#[tokio::test]
async fn signing_out_stands_on_every_page_of_those_who_are_signed_in() {
    let t = timed().await;
    let session = t.all_the_way(Role::Admin).await;
    let pages = table()
        .into_iter()
        .filter(|r| r.who.allows(Role::Admin) && r.who != Who::Everybody && r.who != Who::PartiallyAuthenticated);
    let mut seen = 0;
    for route in pages.filter(|r| !r.path.contains('{')) {
        let page = t.get(route.path, &session).await;
        let html = page.headers.get(header::CONTENT_TYPE).is_some_and(|c| c.as_bytes().starts_with(b"text/html"));
        if page.status == StatusCode::OK && html {
            assert_eq!(page.texts("nav form[action='/sign-out'][method=post] button"), ["Sign out"], "{}", route.path);
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen} pages were looked at");
    let half_way = t.sign_in("admin@example.org").await;
    assert_eq!(t.get("/sign-in/set-up", &half_way).await.texts("form[action='/sign-out'] button"), ["Sign out"]);
    assert!(t.site.get("/sign-in").await.texts("form[action='/sign-out']").is_empty());
    t.post("/sign-out", &session, "").await;
    assert_eq!(location(&t.get("/council", &session).await), "/sign-in");
}

#[tokio::test]
async fn a_mail_server_that_refuses_us_is_said_to_the_council_and_the_site_is_ready_all_the_same() {
    let t = timed().await;
    let session = t.all_the_way(Role::Admin).await;
    assert!(!t.get("/council", &session).await.body.contains("The mail server has taken no email"));
    let stub = Stub::start(|said| said.starts_with("AUTH").then_some(Does::Says("535 5.7.8 wrong password")));
    let sender = SenderAddress::new("a@example.org", "example.org").unwrap();
    let way = Arc::new(Smtp::new(&stub.address(), sender).unwrap());
    let app = t.site.app.clone();
    t.site.post("/sign-in", "email=provider%40example.org", &[]).await;
    let mailer = tokio::spawn(async move { app.mailer.run(app.store.clone(), way, app.clock.clone()).await });
    let told = async {
        loop {
            let page = t.get("/council", &session).await;
            if page.body.contains("The mail server has taken no email from us since") {
                break page;
            }
            tokio::task::yield_now().await;
        }
    };
    let page = tokio::time::timeout(std::time::Duration::from_secs(20), told).await.expect("it is said");
    assert!(page.body.contains("535 5.7.8 wrong password") && page.body.contains("1 waiting, 0 could not be sent"));
    let ready = t.site.get("/health/ready").await;
    assert!(!ready.body.contains("mail"), "{}", ready.body);
    mailer.abort();
}
