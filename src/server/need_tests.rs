//! For how many, how far, which rules, what has changed and what is looked for: through the real router, each number
//! against a count by hand.

use super::jobs::by_the_day;
use super::tests::{Site, empty_site, sample_site, site_of, site_on};
use crate::domain::{Clock, Location, Point, Service, ServiceArea, Status};
use crate::store::{SAMPLE, SnapshotRow};
use crate::testing::{area, databases, service, today};
use crate::web::{App, Settings, put_sample_in, stored_figures};
use axum::http::StatusCode;
use serde_json::Value;

const NEEDS: &str = "measure,need,district_code,year,count,source,url,licence,asked_of,asked_on\n";

async fn said(site: &Site, path: &str) -> String {
    let answer = site.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.texts("main").join(" ")
}

/// The value of a column in the one row of a table that has these values.
fn row<'a>(table: &'a Value, wanted: &[(&str, &str)]) -> &'a Value {
    let rows = table["rows"].as_array().unwrap();
    let mut found = rows.iter().filter(|r| wanted.iter().all(|(name, value)| r[*name] == *value));
    let one = found.next().unwrap_or_else(|| panic!("no row with {wanted:?}"));
    assert!(found.next().is_none(), "two rows with {wanted:?}");
    one
}

fn at(point: (f64, f64), name: &str, kind: &str, serves: &[&str]) -> Service {
    let location = Location { point: Point::near_britain(point.0, point.1), ..Location::default() };
    Service {
        categories: vec![kind.to_owned()],
        locations: vec![location],
        service_area: ServiceArea::Areas {
            districts: serves.iter().map(|s| (*s).to_owned()).collect(),
            others: Vec::new(),
        },
        ..service(name)
    }
}

#[tokio::test]
async fn rates_are_for_those_who_were_asked_about_and_of_one_year() {
    for store in databases().await {
        put_sample_in(&store, &area(), today()).await.unwrap();
        let mut site = site_on(store).await;
        let text = format!(
            "{NEEDS}sen-support,,E07000117,2025,2000,The department,,OGL,,\nsen-support,asd,E07000117,2025,400,The department,,OGL,,\n\
             sen-support,,E07000118,2025,,The department,,OGL,The council,2026-11-01\n"
        );
        let old = format!("{NEEDS}sen-support,,E07000119,2024,900,The department,,OGL,,\n");
        for (name, text) in [("new", text), ("old", old)] {
            let file = stored_figures(name, "loaded", text.as_bytes(), &area(), today()).unwrap();
            site.app.store.save_figures(&[file]).await.unwrap();
        }
        site.follower.catch_up().await.unwrap();
        let json = site.json("/gaps.json?per=sen-support").await;
        let people: Vec<_> = json["districts"].as_array().unwrap().iter().map(|d| d["people"].as_u64()).collect();
        assert_eq!(people[..3], [Some(2000), None, None], "not published, and of another year: no number");
        let cell = &json["cells"][0];
        let rate = cell["can_use"].as_f64().unwrap() * 1000.0 / 2000.0;
        assert!((cell["per_1000"].as_f64().unwrap() - rate).abs() < 1e-9);
        assert_eq!(json["sources"][0]["year"], "2025");
        let need = site.json("/gaps.json?per=sen-support&need=asd").await;
        assert_eq!(need["districts"][0]["people"], 400);
        let page = said(&site, "/gaps?per=sen-support").await;
        assert!(page.contains("We asked the council on 1 November 2026, 19 days ago"), "{page}");
        assert!(page.contains("for every 1,000 pupils with SEN support"));
        let children = site.json("/gaps.json").await;
        assert_eq!(children["districts"][0]["people"], children["districts"][0]["children"]);
    }
}

#[tokio::test]
async fn a_measure_without_figures_gives_no_rate_and_says_so() {
    let site = site_of(&[at((53.79, -2.25), "Club", "clubs", &["burnley"])]).await;
    let page = said(&site, "/gaps?per=ehc-plans").await;
    assert!(page.contains("No numbers of children and young people with an EHC plan have been given to us"));
    let json = site.json("/gaps.json?per=ehc-plans").await;
    assert!(json["cells"].as_array().unwrap().iter().all(|c| c["per_1000"].is_null()));
    let wrong = site.get("/gaps?per=nobody").await;
    assert_eq!(wrong.texts("#per-error"), ["Error: We do not know whom to count. We count all children"]);
}

#[tokio::test]
async fn ways_are_those_of_a_count_by_hand() {
    let (site, area) = (sample_site().await, area());
    let json = site.json("/gaps/how-far.json").await;
    assert_eq!(json["rows"].as_array().unwrap().len(), 12 * 14);
    for (d, district) in area.districts.iter().enumerate().step_by(3) {
        for kind in area.vocabulary.categories.iter().step_by(4) {
            let of_kind = |s: &&Service| {
                s.status.is_open()
                    && s.categories.iter().any(|c| area.vocabulary.top_category(c) == Some(&kind.slug))
                    && s.service_area.serves(&district.slug) == Some(true)
            };
            let usable: Vec<_> = area.sample.services.iter().filter(of_kind).collect();
            let points: Vec<_> = usable.iter().flat_map(|s| &s.locations).filter_map(|l| l.point).collect();
            let (mut sum, mut children) = (0.0, 0.0);
            for home in &area.homes.of[d] {
                let nearest = points.iter().map(|p| p.miles_to(home.point())).min_by(f64::total_cmp);
                sum += nearest.unwrap_or(0.0) * f64::from(home.children);
                children += f64::from(home.children);
            }
            let found = row(&json, &[("district", &district.slug), ("kind", &kind.slug)]);
            assert_eq!(found["can_use"], usable.len(), "{} {}", district.slug, kind.slug);
            match found["mean_miles"].as_f64() {
                // Written with one figure after the point.
                Some(mean) => assert!((mean - sum / children).abs() < 0.051, "{} {}", district.slug, kind.slug),
                None => assert!(points.is_empty(), "{} {}", district.slug, kind.slug),
            }
        }
    }
}

#[tokio::test]
async fn a_service_is_only_as_near_as_whom_it_takes() {
    // One stands in Burnley and takes only Pendle: for Burnley it is no way at all, and the nearest of its kind.
    let site = site_of(&[
        at((53.7919, -2.2517), "Near", "overnight-breaks", &["pendle"]),
        Service { status: Status::Paused, ..at((53.79, -2.25), "Shut", "overnight-breaks", &["burnley"]) },
    ])
    .await;
    let json = site.json("/gaps/how-far.json?kind=short-breaks").await;
    assert!(row(&json, &[("district", "burnley"), ("kind", "overnight-breaks")])["mean_miles"].is_null());
    assert!(row(&json, &[("district", "pendle"), ("kind", "overnight-breaks")])["mean_miles"].as_f64().unwrap() < 8.0);
    let gaps = site.json("/gaps.json?kind=short-breaks").await;
    let cells = gaps["cells"].as_array().unwrap();
    let burnley = cells.iter().find(|c| c["district"] == "burnley" && c["kind"] == "overnight-breaks").unwrap();
    assert_eq!((&burnley["can_use"], &burnley["nearest_miles"]), (&0.into(), &0.0.into()));
    assert!(burnley["sentence"].as_str().unwrap().contains("The nearest is Near"), "{burnley}");
}

#[tokio::test]
async fn rules_stand_side_by_side_the_familys_own_first() {
    let site = sample_site().await;
    let page = site.get("/gaps/rules?district=rossendale").await;
    assert!(page.texts("main").join(" ").contains("3 a day in East Lancashire. 5 a day in North Lancashire."));
    let first = &page.texts("#continence-products ~ ul > li")[0];
    assert!(first.starts_with("East Lancashire") && first.contains("Where you live"), "{first}");
    assert!(page.texts("main").join(" ").contains("Not published"), "one is not published");
    let json = site.json("/gaps/rules.json").await;
    assert_eq!(row(&json, &[("topic", "continence-products"), ("area", "east-lancashire")])["value"], 3.0);
    assert!(said(&empty_site().await, "/gaps/rules").await.contains("No rules have been given to us yet"));
    let wrong = site.get("/gaps/rules?district=nowhere").await;
    assert_eq!(wrong.texts("#district-error").len(), 1);
}

#[tokio::test]
async fn what_was_lost_since_last_year_is_said() {
    let site = sample_site().await;
    let page = site.get("/gaps/history").await;
    let lost = page.texts("#lost ~ ul li");
    assert!(lost.iter().any(|l| l == "Short breaks in Rossendale: 6 then, 3 now."), "{lost:?}");
    assert!(lost[0].ends_with("the only one has gone."), "the last of its kind comes first: {lost:?}");
    assert_eq!(page.texts(".trends svg").len(), 12);
    assert_eq!(page.texts("table tbody tr").len(), 13, "twelve months and now");
    assert!(said(&site, "/districts/rossendale").await.contains("Less than in November 2025"));
    assert!(said(&site, "/gaps/history?kind=voice").await.contains("Parent groups and having a voice, month by month"));
    assert_eq!(site.json("/gaps/history.json").await["rows"].as_array().unwrap().len(), 12 * 12 * 14);
    assert!(said(&empty_site().await, "/gaps/history").await.contains("no earlier one yet"));
}

#[tokio::test]
async fn a_picture_is_kept_once_a_month_and_goes_with_the_sample() {
    for store in databases().await {
        put_sample_in(&store, &area(), today()).await.unwrap();
        let site = site_on(store).await;
        by_the_day(&site.app).await.unwrap();
        let of_month = |rows: &[SnapshotRow]| rows.iter().filter(|r| r.month == "2026-11").cloned().collect::<Vec<_>>();
        let rows = of_month(&site.app.store.snapshots().await.unwrap());
        assert_eq!(rows.len(), 12 * 14);
        let json = site.json("/gaps.json").await;
        for cell in json["cells"].as_array().unwrap().iter().step_by(13) {
            let same = |r: &&SnapshotRow| cell["district"] == *r.district && cell["kind"] == *r.kind;
            assert_eq!(rows.iter().find(same).unwrap().can_use, cell["can_use"].as_u64().unwrap());
        }
        let number = site.app.store.change_number().await.unwrap();
        by_the_day(&site.app).await.unwrap();
        assert_eq!(site.app.store.change_number().await.unwrap(), number, "once is enough");
        site.app.store.remove_snapshots_of(SAMPLE).await.unwrap();
        assert!(site.app.store.snapshots().await.unwrap().is_empty());
    }
}

/// What has been counted by a site so far, written down and shown as if the month were over.
async fn counted(site: &Site) -> Vec<(String, String, String, String, u64)> {
    site.app.write_counts().await;
    let later = jiff::civil::date(2026, 12, 2);
    let all = site.app.store.published_demand(later).await.unwrap();
    all.into_iter().map(|m| (m.looked_for, m.district, m.age_band, m.found, m.searches)).collect()
}

#[tokio::test]
async fn a_search_that_finds_little_is_counted_once_without_a_word_that_was_typed() {
    for store in databases().await {
        put_sample_in(&store, &area(), today()).await.unwrap();
        let site = site_on(store).await;
        let search = "/search?category=overnight-breaks&district=rossendale&age=9";
        for network in 0..5 {
            site.get_from(network, search).await;
            // Looked for again by the same family: no new demand.
            site.get_from(network, search).await;
        }
        // What is no new search: a page, an order, JSON, a live update, a page fetched in advance; who asks not to be,
        // and who is signed in.
        for path in ["&page=2", "&sort=name"] {
            site.get(&format!("{search}{path}")).await;
        }
        site.get(&search.replacen("/search", "/search.json", 1)).await;
        for (name, value) in [
            ("dnt", "1"),
            ("sec-gpc", "1"),
            ("sec-fetch-mode", "cors"),
            ("sec-purpose", "prefetch;anonymous-client-ip"),
            ("cookie", "prefs=dark; session=x"),
        ] {
            site.get_with(search, name, value).await;
        }
        site.get("/search?category=short-breaks").await;
        site.get("/search").await;
        let expected =
            ("category:overnight-breaks".to_owned(), "rossendale".to_owned(), "6-11".to_owned(), "none".to_owned(), 5);
        assert_eq!(counted(&site).await, [expected]);
    }
}

#[tokio::test]
async fn words_are_counted_as_the_areas_own_kinds_and_needs() {
    let site = sample_site().await;
    for (search, times) in [
        ("/search?q=respite+sleepover+zzqq&district=rossendale&radius=2&where=Bacup&cost=free", 5),
        ("/search?q=secret+words+about+my+child+zzqq", 6),
        ("/search?q=autism+zzqq&radius=2&where=Bacup&cost=free&when=overnight", 5),
    ] {
        for network in 0..times {
            site.get_from(network, search).await;
        }
    }
    let all = counted(&site).await;
    let kinds: Vec<&str> = all.iter().map(|(what, ..)| what.as_str()).collect();
    assert!(kinds.iter().any(|k| k.starts_with("category:")), "{all:?}");
    assert!(kinds.contains(&"other") && !format!("{all:?}").contains("secret"), "{all:?}");
    assert_eq!(area().kind_asked("where is there respite near me").as_deref(), Some("short-breaks"));
    assert_eq!(area().kind_asked("holiday clubs for my son").as_deref(), Some("holiday-clubs"));
    assert_eq!(area().kind_asked("the moon"), None);
}

#[tokio::test]
async fn searches_are_shown_when_the_month_is_over_and_not_at_all_when_switched_off() {
    let site = sample_site().await;
    for network in 0..7 {
        site.get_from(network, "/search?category=overnight-breaks&district=rossendale").await;
    }
    site.app.write_counts().await;
    assert!(said(&site, "/gaps/asked").await.contains("No month has been counted yet"));
    let in_december = |count_searches| {
        let clock = Clock::fixed(jiff::civil::date(2026, 12, 2));
        let settings = Settings { count_searches, ..Settings::default() };
        App::new(area(), site.app.store.clone(), site.app.engine.clone(), clock, settings)
    };
    let later = sample_site().await.with_app(in_december(true));
    let page = said(&later, "/gaps/asked").await;
    assert!(
        page.contains(
            "In November 2026 families looked 7 times for “Overnight breaks” in Rossendale and found nothing"
        )
    );
    assert!(said(&later, "/gaps").await.contains("Overnight breaks, Rossendale: 7 searches found nothing"));
    assert_eq!(later.json("/gaps/asked.json").await["rows"][0]["searches"], 7);
    assert!(said(&later, "/privacy").await.contains("What we count"));
    let off = sample_site().await.with_app(in_december(false));
    assert!(said(&off, "/gaps/asked").await.contains("This council does not count searches"));
    assert!(!said(&off, "/privacy").await.contains("What we count"));
    off.get("/search?category=overnight-breaks&district=rossendale").await;
    by_the_day(&off.app).await.unwrap();
    assert!(later.app.store.published_demand(jiff::civil::date(2027, 1, 2)).await.unwrap().is_empty(), "forgotten");
}
