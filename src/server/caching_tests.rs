//! What browsers keep through the real router: good for as long as the page would be the same, and no longer.

use super::tests::{Answer, Site, empty_site, sample_site, site_on};
use crate::area::Area;
use crate::domain::Postcode;
use crate::store::{PostcodeRow, SnapshotRow};
use crate::testing::{copy_folder, databases, service};
use crate::web::{App, AppParts, Settings, SigningIn};
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use std::path::Path;
use std::sync::Arc;

fn tag(answer: &Answer) -> String {
    answer.headers[header::ETAG].to_str().unwrap().to_owned()
}

/// The site with another area or other settings, on the same database and index.
fn with(site: Site, change: impl FnOnce(&mut Arc<Area>, &mut Settings)) -> Site {
    let AppParts { mut area, store, engine, clock, settings, .. } = (*site.app).clone();
    let mut settings = (*settings).clone();
    change(&mut area, &mut settings);
    site.with_app(App::new(area, store, engine, clock, settings))
}

#[tokio::test]
async fn words_that_are_read_again_are_not_answered_with_the_page_from_before() {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new("areas/lancashire"), folder.path());
    let own = Arc::new(Area::from_folder(folder.path()).unwrap());
    let site = with(empty_site().await, |area, _| *area = own.clone());
    let before = site.get("/glossary").await;
    assert_eq!(site.get_with("/glossary", "if-none-match", &tag(&before)).await.status, StatusCode::NOT_MODIFIED);
    let version = site.app.version();
    let file = folder.path().join("words/jargon.toml");
    let words = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, words.replacen("title = \"EHC plan\"", "title = \"The plan in law\"", 1)).unwrap();
    own.read_words_again().unwrap();
    let after = site.get_with("/glossary", "if-none-match", &tag(&before)).await;
    assert_eq!(after.status, StatusCode::OK);
    assert!(after.body.contains("The plan in law"));
    assert_ne!(site.app.version(), version, "what the app remembers is of the words from before");
    // The same words again are the same page again, also after a new start.
    std::fs::write(&file, words).unwrap();
    own.read_words_again().unwrap();
    assert_eq!(site.app.version(), version);
    assert_eq!(tag(&site.get("/glossary").await), tag(&before));
}

#[tokio::test]
async fn another_pack_build_or_setting_is_another_page() {
    let folder = tempfile::tempdir().unwrap();
    copy_folder(Path::new("areas/lancashire"), folder.path());
    let as_it_is = Arc::new(Area::from_folder(folder.path()).unwrap());
    let file = folder.path().join("area.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replacen("phone = \"\"", "phone = \"01632 960001\"", 1)).unwrap();
    let with_phone = Arc::new(Area::from_folder(folder.path()).unwrap());
    assert_eq!(with_phone.contact.phone, "01632 960001", "the pack has a line to change");
    let mut site = empty_site().await;
    let first = tag(&site.get("/").await);
    site = with(site, |area, _| *area = as_it_is);
    assert_eq!(tag(&site.get("/").await), first, "the same files in a folder are the same pack");
    site = with(site, |area, _| *area = with_phone);
    let mut stale = Vec::new();
    if tag(&site.get("/").await) == first {
        stale.push("pack");
    }
    type Change = fn(&mut Settings);
    let changes: [(&str, Change); 4] = [
        ("build", |s| s.build = 7),
        ("base_url", |s| s.base_url = Some("https://offer.example.org".to_owned())),
        ("count_searches", |s| s.count_searches = false),
        ("signing_in", |s| s.signing_in = SigningIn::Refused),
    ];
    for (name, change) in changes {
        let before = tag(&site.get("/accessibility").await);
        site = with(site, |_, settings| change(settings));
        let answer = site.get_with("/accessibility", "if-none-match", &before).await;
        if answer.status != StatusCode::OK {
            stale.push(name);
        }
    }
    assert_eq!(stale, Vec::<&str>::new());
}

#[tokio::test]
async fn a_reader_may_have_several_pages_or_any() {
    let site = empty_site().await;
    let weak = tag(&site.get("/privacy").await);
    let strong = weak.trim_start_matches("W/").to_owned();
    for (has, status) in [
        (weak.clone(), StatusCode::NOT_MODIFIED),
        (strong.clone(), StatusCode::NOT_MODIFIED),
        (format!("\"a\", {weak}"), StatusCode::NOT_MODIFIED),
        (format!("W/\"b\",{strong} , \"c\""), StatusCode::NOT_MODIFIED),
        ("*".to_owned(), StatusCode::NOT_MODIFIED),
        ("\"a\", W/\"b\"".to_owned(), StatusCode::OK),
        ("nonsense".to_owned(), StatusCode::OK),
        (String::new(), StatusCode::OK),
    ] {
        let answer = site.get_with("/privacy", "if-none-match", &has).await;
        assert_eq!(answer.status, status, "{has}");
        assert_eq!(tag(&answer), weak, "{has}");
    }
    assert_eq!(site.get_with("/services/nothing", "if-none-match", "*").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_reader_does_not_take_it_is_not_sent() {
    let site = sample_site().await;
    let css = site.get("/").await.attributes("link[rel=stylesheet]", "href").remove(0);
    for path in ["/", &css] {
        for (takes, coding) in [
            ("br;q=0, gzip", "gzip"),
            ("br;q=0, gzip;q=0", ""),
            ("gzip;q=0", ""),
            ("identity;q=0, gzip", "gzip"),
            ("gzip;q=0, *", "br"),
            ("br;q=0.2, gzip;q=0.8", "gzip"),
        ] {
            let answer = site.get_with(path, "accept-encoding", takes).await;
            let coded = answer.headers.get(header::CONTENT_ENCODING).map_or("", |v| v.to_str().unwrap());
            assert_eq!((answer.status, coded), (StatusCode::OK, coding), "{path} {takes}");
        }
        for takes in ["identity;q=0", "*;q=0"] {
            let answer = site.get_with(path, "accept-encoding", takes).await;
            assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE, "{path} {takes}");
        }
    }
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let site = sample_site().await;
    let css = site.get("/").await.attributes("link[rel=stylesheet]", "href").remove(0);
    let weak = tag(&site.get("/").await);
    for (path, name, value) in [
        ("/", "accept-encoding", "br"),
        ("/", "accept-encoding", "identity"),
        ("/", "if-none-match", weak.as_str()),
        ("/search?q=swim", "accept-encoding", "gzip"),
        ("/gaps.csv", "accept-encoding", "identity"),
        (&css, "accept-encoding", "br"),
        ("/nothing/here", "accept-encoding", "br"),
        ("/council", "accept-encoding", "br"),
        ("/health/live", "accept-encoding", "br"),
        ("/sign-out", "accept-encoding", "br"),
    ] {
        let ask = |method: &str| {
            let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
            site.send(request.header(name, value).body(Body::empty()).unwrap())
        };
        let (get, head) = (ask("GET").await, ask("HEAD").await);
        let plain = |headers: &HeaderMap| {
            let mut all: Vec<_> = headers.iter().map(|(n, v)| format!("{n}: {}", v.to_str().unwrap())).collect();
            all.sort();
            all
        };
        assert_eq!(head.status, get.status, "{path} {value}");
        assert_eq!(plain(&head.headers), plain(&get.headers), "{path} {value}");
        assert_eq!(head.body, "", "{path} {value}");
    }
}

#[tokio::test]
async fn every_change_that_pages_show_is_seen() {
    for store in databases().await {
        store.save_services("test", &[service("Kestrel Club")]).await.unwrap();
        let mut site = site_on(store).await;
        let row = SnapshotRow {
            month: "2026-03".into(),
            district: "burnley".into(),
            kind: "short-breaks".into(),
            can_use: 3,
        };
        site.app.store.save_snapshot("test", &[row]).await.unwrap();
        site.follower.catch_up().await.unwrap();
        let mut before = tag(&site.get("/gaps/history").await);
        let mut stale = Vec::new();
        let mut renewed = async |site: &mut Site, what: &str| {
            site.follower.catch_up().await.unwrap();
            let answer = site.get_with("/gaps/history", "if-none-match", &before).await;
            if answer.status != StatusCode::OK {
                stale.push(what.to_owned());
            }
            before = tag(&answer);
        };
        site.app.store.remove_snapshots_of("test").await.unwrap();
        renewed(&mut site, "a picture of the past was taken out").await;
        let postcode = PostcodeRow {
            code: Postcode::parse("BB11 9ZZ").unwrap(),
            point: crate::domain::Point { lat: 53.8, lon: -2.2 },
            district_code: None,
            ended: false,
        };
        site.app.store.save_postcodes(&[postcode]).await.unwrap();
        renewed(&mut site, "postcodes were loaded").await;
        let day = jiff::civil::date(2026, 10, 1);
        let one = crate::store::Demand {
            day,
            looked_for: "need:asd".into(),
            district: String::new(),
            age_band: String::new(),
            found: "none".into(),
        };
        site.app.store.add_demand(&[(one, 3)]).await.unwrap();
        site.app.store.tidy_demand(jiff::civil::date(2026, 12, 2)).await.unwrap();
        renewed(&mut site, "searches were put together").await;
        let number = site.app.store.change_number().await.unwrap();
        site.app.store.tidy_demand(jiff::civil::date(2026, 12, 2)).await.unwrap();
        assert_eq!(site.app.store.change_number().await.unwrap(), number, "once is enough");
        site.app.store.forget_demand().await.unwrap();
        renewed(&mut site, "searches were forgotten").await;
        assert_eq!(stale, Vec::<String>::new());
        site.app.store.forget_demand().await.unwrap();
        site.app.store.remove_snapshots_of("test").await.unwrap();
        assert_eq!(site.app.store.change_number().await.unwrap(), number + 1, "nothing went, nothing changed");
    }
}
