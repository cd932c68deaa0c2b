//! A full disk and a database that is gone, through the real router: nothing that was typed is lost, families read on,
//! and all is well again by itself.

use super::auth_tests::{Timed, timed_on};
use super::editing_tests::{encode, fields, one_written_one_sent, own_of, with};
use super::tests::{Answer, Site, addresses, site_on};
use super::{server_functions, table};
use crate::domain::{Role, Side};
use crate::flaky_proxy::{Mode, Proxy};
use crate::testing::{area, behind_proxy, service, sqlite, today};
use crate::web::{SigningIn, put_sample_in};
use axum::http::StatusCode;
use sqlx::Connection;
use std::future::Future;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

const SENTENCE: &str = "we cannot save changes just now";
const TYPED: &str = "A long text that nobody wants to write twice. Really & <truly>.";
const FULL: &str = "PRAGMA query_only = ON";
const SPACE: &str = "PRAGMA query_only = OFF";

/// Asks until it is so, and says how long that took.
async fn until<F: Future<Output = bool>>(limit: Duration, what: &str, is_so: impl Fn() -> F) -> Duration {
    let began = Instant::now();
    let asking = async {
        while !is_so().await {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(limit, asking).await.unwrap_or_else(|_| panic!("within {limit:?}: {what}"));
    began.elapsed()
}

async fn ready(site: &Site) -> Answer {
    site.get("/health/ready").await
}

/// The button of a page for what could not be saved: what it sends, and that nothing typed is missing.
fn sends_again(answer: &Answer, typed: &[(String, String)]) -> Vec<(String, String)> {
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert_eq!(answer.headers["retry-after"], "10");
    assert_eq!(answer.headers["cache-control"], "no-store");
    let sent = fields(answer, "main form[method=post]");
    for pair in typed {
        assert!(sent.contains(pair), "{pair:?} is lost: {sent:?}");
    }
    sent
}

#[tokio::test]
async fn on_a_full_disk_each_form_comes_back_as_typed_and_is_saved_once_there_is_space() {
    let t = timed_on(sqlite().await, SigningIn::Plain).await;
    let provider = t.sign_in("provider@example.org").await;
    let own = own_of(&t, "provider@example.org").await;
    let path = format!("/provider/listings/{}/what", own[0].id);
    let typed = with(fields(&t.get(&path, &provider).await, "form.edit"), &[("description", TYPED)]);
    let token = t.token("/account", &provider).await;
    let store = &t.site.app.store;
    store.tell_writer(FULL, FULL).await;

    // A session that is written down once a minute is found all the same: reading goes on for those who are signed in.
    t.later(120);
    assert_eq!(t.get(&path, &provider).await.status, StatusCode::OK);
    let draft = t.post(&path, &provider, &encode(&typed)).await;
    let draft_again = sends_again(&draft, &typed);
    assert!(draft.texts("blockquote").iter().any(|said| said == TYPED), "it is shown as well");
    let quietly = t.post(&path, &provider, &encode(&with(typed.clone(), &[("autosave", "1")]))).await;
    assert_eq!(
        (quietly.status, &quietly.headers["retry-after"]),
        (StatusCode::SERVICE_UNAVAILABLE, &"10".parse().unwrap())
    );
    let note = serde_json::from_str::<serde_json::Value>(&quietly.body).unwrap()["note"].as_str().unwrap().to_owned();
    assert!(note.starts_with("Not saved"), "{note}");

    let still = vec![("service".to_owned(), own[1].id.to_string()), ("form-token".to_owned(), token)];
    let still_again = sends_again(&t.post("/provider/still-right", &provider, &encode(&still)).await, &still);
    let register =
        vec![("organisation".to_owned(), "Red Kites".to_owned()), ("email".to_owned(), "kites@example.org".to_owned())];
    let registering = t.site.post("/register", &encode(&register), &[]).await;
    let register_again = sends_again(&registering, &register);
    assert_eq!(registering.texts("blockquote"), ["Red Kites", "kites@example.org"]);
    let sign_in = vec![("email".to_owned(), "provider@example.org".to_owned())];
    let signing_in = t.site.post("/sign-in", &encode(&sign_in), &[]).await;
    let sign_in_again = sends_again(&signing_in, &sign_in);
    assert_eq!(signing_in.texts("h1"), ["We cannot sign you in just now"]);

    // A code is for one use, and a link stands in the address alone.
    let code = t.site.post("/sign-in/code", "code=ABCD1234", &[("cookie", &cookie("sign-in"))]).await;
    assert_eq!(code.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!code.body.contains("ABCD1234") && code.attributes("main a", "href") == ["/sign-in/code"]);
    let secret = "a".repeat(64);
    let link = t.site.post(&format!("/sign-in/link/{secret}"), "", &[("cookie", &cookie("sign-in"))]).await;
    assert_eq!(link.status, StatusCode::SERVICE_UNAVAILABLE, "{}", link.body);
    assert!(!link.body.contains(&secret) && link.texts("main form button") == ["Try again"]);

    // Another site gets nothing shown.
    let elsewhere = t.site.post("/sign-in", &encode(&sign_in), &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);

    let not_ready = ready(&t.site).await;
    assert_eq!(
        (not_ready.status, not_ready.body.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "changes cannot be saved: the log says why\n")
    );
    assert!(!t.site.get("/").await.body.contains(SENTENCE), "the database is there: only saving fails");

    store.tell_writer(SPACE, "").await;
    for (path, again, session) in [
        (path.as_str(), &draft_again, Some(&provider)),
        ("/provider/still-right", &still_again, Some(&provider)),
        ("/register", &register_again, None),
        ("/sign-in", &sign_in_again, None),
    ] {
        let answer = match session {
            Some(session) => t.post(path, session, &encode(again)).await,
            None => t.site.post(path, &encode(again), &[]).await,
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.body);
    }
    let row = store.open_draft(own[0].id, Side::Provider).await.unwrap().unwrap();
    assert!(row.draft.service.description.contains("Really & <truly>."));
    until(Duration::from_secs(10), "ready again", || async { ready(&t.site).await.status == StatusCode::OK }).await;
}

fn cookie(name: &str) -> String {
    format!("{name}={}", "b".repeat(64))
}

/// A site on PostgreSQL behind a proxy; none where there is no server.
async fn flaky() -> Option<(Timed, Proxy, String)> {
    let (store, proxy, url) = behind_proxy().await?;
    Some((timed_on(store, SigningIn::Plain).await, proxy, url))
}

#[tokio::test]
async fn no_form_of_the_whole_site_is_lost_while_the_database_is_away() {
    let Some((t, proxy, _)) = flaky().await else { return };
    let provider = t.all_the_way(Role::Provider).await;
    let own = own_of(&t, "provider@clubs.example.org").await;
    let (listing, sent) = one_written_one_sent(&t, &own).await;
    let session = format!("session={provider}; sign-in={}", "b".repeat(64));
    t.site.app.read_in_advance().await.unwrap();
    proxy.set(Mode::Drop).await;
    let typed = [
        ("form-token", "0123"),
        ("description", TYPED),
        ("email", "provider@example.org"),
        ("organisation", "Red Kites"),
    ]
    .map(|(n, v)| (n.to_owned(), v.to_owned()));
    let (mut asked, mut kept) = (0, 0);
    // What an island sends stays in its form on the page, and is answered with a word.
    for route in table().into_iter().filter(|route| !server_functions::is_one(route.path)) {
        let council = route.path.starts_with("/council/changes");
        let path =
            route.path.replace("{id}", &if council { sent } else { listing }.to_string()).replace("{step}", "what");
        let path = path.replace("{token}", &"a".repeat(64));
        let answer = t.site.post(&path, &encode(&typed), &[("cookie", &session)]).await;
        if answer.status == StatusCode::METHOD_NOT_ALLOWED {
            continue;
        }
        asked += 1;
        match answer.status {
            // What stands in a cookie alone needs no database.
            StatusCode::SEE_OTHER => assert!(["/list", "/preferences"].contains(&path.as_str()), "{path}"),
            // The form says what is missing before anybody asks the database.
            StatusCode::UNPROCESSABLE_ENTITY => assert_eq!(path, "/sign-in/code"),
            _ => {
                sends_again(&answer, &typed);
                kept += 1;
            }
        }
    }
    assert!(asked > 20 && kept > 15, "{asked} {kept}");
    proxy.set(Mode::Pass).await;
    until(Duration::from_secs(2), "the session works again", || async {
        t.get("/account", &provider).await.status == StatusCode::OK
    })
    .await;
}

/// Every page that families read, and some of their searches.
async fn public_pages(site: &Site) -> Vec<String> {
    let mut paths = addresses(site).await;
    paths.retain(|path| !path.starts_with("/sign-in/link"));
    let more = [
        "/search?q=swimming&where=Burnley",
        "/search?q=autism&where=BB11+1AA",
        "/search.json?q=swimming",
        "/suggest.json?q=swim",
        "/gaps.csv",
        "/waiting-times.json",
        "/sitemap.xml",
        "/robots.txt",
    ];
    paths.extend(more.map(str::to_owned));
    paths
}

/// How long each page takes while all is well and nothing is remembered.
async fn measured(site: &Site, pages: Vec<String>) -> Vec<(String, Duration)> {
    let mut all = Vec::new();
    for path in pages {
        let began = Instant::now();
        assert_eq!(site.get(&path).await.status, StatusCode::OK, "{path}");
        all.push((path, began.elapsed()));
    }
    all
}

async fn reads_on(site: &Site, pages: &[(String, Duration)], known: bool) {
    for (path, good) in pages {
        let began = Instant::now();
        let answer = site.get(path).await;
        let took = began.elapsed();
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        // Twice its own time for a busy machine; who waits for the database waits for seconds.
        let most = *good * 2 + Duration::from_millis(700);
        assert!(took < most, "{path} took {took:?}, and {good:?} while all was well");
        if known {
            assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
            assert!(!answer.headers.contains_key("etag"), "{path}");
        }
    }
}

#[tokio::test]
async fn families_read_on_while_the_database_is_away_and_are_told_once() {
    let Some((t, proxy, _)) = flaky().await else { return };
    let site = &t.site;
    site.app.read_in_advance().await.unwrap();
    // A past that was read once is kept.
    let pages = measured(site, public_pages(site).await).await;
    let past = &pages.iter().find(|(p, _)| p.ends_with("/history") && p.starts_with("/services/")).unwrap().0;
    let good = site.get(past).await;
    for mode in [Mode::Drop, Mode::Refuse, Mode::Hang] {
        proxy.set(mode).await;
        // On another day everything is read anew, and the first page finds out that it cannot be.
        t.later(24 * 60 * 60);
        reads_on(site, &pages, false).await;
        until(Duration::from_secs(4), "it is known", || async {
            site.get("/gaps/asked").await;
            site.app.store.is_away()
        })
        .await;
        reads_on(site, &pages, true).await;
        let home = site.get("/").await;
        assert_eq!(home.texts("header p[role=status]").len(), 1, "{}", home.body);
        assert!(home.body.contains(SENTENCE));
        assert_eq!(site.get(past).await.texts("main"), good.texts("main"));
        let search = site.get("/search?q=swimming").await;
        assert!(search.texts("ol.results > li").len() > 3, "{mode:?}: cards are there");
        assert_eq!(ready(site).await.body, "the database does not answer\n");
        proxy.set(Mode::Pass).await;
        let back =
            until(Duration::from_secs(2), "it is back", || async { !site.get("/").await.body.contains(SENTENCE) });
        let took = back.await;
        assert!(took < Duration::from_secs(2), "{took:?}");
        until(Duration::from_secs(10), "ready again", || async { ready(site).await.status == StatusCode::OK }).await;
        let again = site.get("/search?q=swimming").await;
        assert!(again.headers.contains_key("etag"), "good pages are kept again");
    }
}

/// The embedded database fails for a reader only with its file; closing its pools is the nearest that a test can do.
#[tokio::test]
async fn families_read_on_when_the_embedded_database_cannot_be_read() {
    let t = timed_on(sqlite().await, SigningIn::Plain).await;
    t.site.app.read_in_advance().await.unwrap();
    let pages: Vec<_> =
        measured(&t.site, public_pages(&t.site).await).await.into_iter().map(|(path, _)| path).collect();
    t.site.app.store.close().await;
    t.later(24 * 60 * 60);
    for path in &pages {
        let answer = t.site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
    }
    let signing_in = t.site.post("/sign-in", "email=provider%40example.org", &[]).await;
    sends_again(&signing_in, &[("email".to_owned(), "provider@example.org".to_owned())]);
}

#[tokio::test]
async fn what_was_never_read_says_so_and_is_neither_missing_nor_broken() {
    let Some((store, proxy, _)) = behind_proxy().await else { return };
    put_sample_in(&store, &area(), today()).await.unwrap();
    let site = site_on(store).await;
    let slug = site.app.store.slugs().await.unwrap().remove(0);
    assert_eq!(site.get("/").await.status, StatusCode::OK);
    proxy.set(Mode::Drop).await;
    for path in [format!("/services/{slug}"), "/services/no-such-service".to_owned()] {
        let answer = site.get(&path).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(answer.texts("h1"), ["We cannot show that just now"]);
        assert_eq!(answer.headers["retry-after"], "10");
        assert_eq!(answer.attributes("main form", "action"), ["/search"]);
    }
    // The index finds services, and the page says that it cannot show them.
    let search = site.get("/search?q=swimming").await;
    assert_eq!(search.status, StatusCode::OK);
    assert!(search.texts("#results-section .notice")[0].starts_with("We cannot show "), "{}", search.body);
    let saved = area().sample.services[0].id;
    let list = site.get_with("/list", "cookie", &format!("list={saved}")).await;
    assert!(!list.body.contains("no longer listed"), "it is not gone: it cannot be shown");
}

#[tokio::test]
async fn a_listing_that_was_taken_out_is_not_shown_from_what_is_kept() {
    let Some((store, proxy, _)) = behind_proxy().await else { return };
    let (stays, goes) = (service("stays"), service("goes"));
    store.save_services("test", std::slice::from_ref(&stays)).await.unwrap();
    store.save_services("other", std::slice::from_ref(&goes)).await.unwrap();
    let mut site = site_on(store).await;
    site.app.read_in_advance().await.unwrap();
    site.app.store.remove_source("other").await.unwrap();
    site.follower.catch_up().await.unwrap();
    proxy.set(Mode::Drop).await;
    assert_eq!(site.get("/services/stays").await.status, StatusCode::OK);
    assert_eq!(site.get("/services/goes").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_hundred_failures_leave_no_connection_behind() {
    let Some((store, proxy, url)) = behind_proxy().await else { return };
    put_sample_in(&store, &area(), today()).await.unwrap();
    let site = site_on(store).await;
    for n in 0..100 {
        let mode = match n % 10 {
            0 => Mode::Hang,
            1..4 => Mode::Refuse,
            _ => Mode::Drop,
        };
        proxy.set(mode).await;
        let reads = (0..12).map(|_| {
            let store = site.app.store.clone();
            tokio::spawn(async move { timeout(Duration::from_millis(150), store.change_number()).await })
        });
        for read in reads.collect::<Vec<_>>() {
            let _ = read.await.unwrap();
        }
        proxy.set(Mode::Pass).await;
        let _ = timeout(Duration::from_millis(50), site.app.store.change_number()).await;
    }
    until(Duration::from_secs(3), "it is back", || async { site.app.store.change_number().await.is_ok() }).await;
    for _ in 0..20 {
        assert_eq!(site.get("/search?q=swimming").await.status, StatusCode::OK);
    }
    assert_eq!(ready(&site).await.status, StatusCode::OK);
    let mut direct = sqlx::PgConnection::connect(&url).await.unwrap();
    let mut least = i64::MAX;
    for _ in 0..300 {
        const SQL: &str =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        least = least.min(sqlx::query_scalar(SQL).fetch_one(&mut direct).await.unwrap());
        if least <= 9 {
            return;
        }
        sleep(Duration::from_millis(50)).await;
    }
    panic!("{least} connections are left: the pool has 8, and one looks");
}

#[tokio::test]
async fn an_index_that_does_not_follow_makes_it_not_ready() {
    let t = timed_on(sqlite().await, SigningIn::Plain).await;
    assert_eq!(ready(&t.site).await.status, StatusCode::OK);
    t.site.app.store.save_services("test", &[service("new")]).await.unwrap();
    assert_eq!(ready(&t.site).await.status, StatusCode::OK, "it may be on its way");
    until(Duration::from_secs(9), "it is said", || async { ready(&t.site).await.body.contains("1 changes behind") })
        .await;
    let mut site = t.site;
    site.follower.catch_up().await.unwrap();
    assert_eq!(ready(&site).await.status, StatusCode::OK);
}
