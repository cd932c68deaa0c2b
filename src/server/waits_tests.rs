//! Waiting times through the real router: what was loaded is said, with its day and its source.

use super::tests::{Site, empty_site, sample_site, sample_sites, site_on};
use crate::store::Store;
use crate::testing::{area, databases, today};
use crate::web::stored_figures;
use axum::http::StatusCode;

async fn load(store: &Store, name: &str, text: &str) {
    let file = stored_figures(name, "loaded", text.as_bytes(), &area(), today()).unwrap();
    store.save_figures(&[file]).await.unwrap();
}

const WAITS: &str = "pathway,area,measure,run_by,as_of,median_weeks,p90_weeks,waiting,within_18_weeks_percent,source,url,licence,asked_of,asked_on\n";

async fn said(site: &Site, path: &str) -> String {
    site.get(path).await.texts("main").join(" ")
}

#[tokio::test]
async fn the_planted_waits_are_said_in_words() {
    let site = sample_site().await;
    let page = site.get("/waiting-times").await;
    let lead = page.texts(".big-say").join(" ");
    assert!(lead.contains("in East Lancashire half of the children wait longer than 112 weeks"), "{lead}");
    assert!(lead.contains("In West Lancashire it is 38 weeks"), "{lead}");
    let warnings = page.texts("#changed ~ ul li").join(" ");
    assert!(warnings.contains("ADHD assessment, 18 to 25 in Fylde Coast has taken nobody new since 9 February 2026"));
    let main = page.texts("main").join(" ");
    assert!(main.contains("Not published.") && main.contains("on 2 July 2026, 141 days ago"), "who was asked and when");
    assert!(main.contains("Old: do not rely on it."), "an old figure says that it is old");
    assert!(main.contains("Paused: takes nobody new now: Fylde Coast (since 9 February 2026)"));
    let here = said(&site, "/waiting-times?district=rossendale").await;
    assert!(
        here.contains(
            "Families in Rossendale wait longest for: Autism assessment, 5 to 15, from referral to diagnosis"
        )
    );
    assert!(here.contains("Shortest in Lancashire: 38 weeks, in West Lancashire."), "{here}");
}

#[tokio::test]
async fn every_number_leads_to_its_line() {
    let site = sample_site().await;
    let links = site.get("/waiting-times").await.attributes(".waits td a", "href");
    assert!(links.len() > 50);
    for link in links.iter().step_by(17) {
        let (page, line) = link.split_once('#').unwrap();
        let rows = site.get(page).await;
        assert_eq!(rows.status, StatusCode::OK, "{link}");
        assert_eq!(rows.texts(&format!("#{line}")).len(), 1, "{link}");
    }
    let csv = site.get("/about/data/sample-waits/csv").await;
    assert_eq!(csv.body.lines().count(), 102);
    assert_eq!(site.get("/about/data/nothing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn figures_loaded_while_it_runs_are_shown_on_both_databases() {
    for store in databases().await {
        let mut site = site_on(store).await;
        assert!(said(&site, "/waiting-times").await.contains("No waiting times have been given to us yet"));
        let tag = site.get("/waiting-times").await.headers["etag"].clone();
        load(&site.app.store, "trust", &format!("{WAITS}continence,east-lancashire,referral-to-first-appointment,A trust,2026-09-30,7,9,3,90,The trust,,OGL,,\n")).await;
        site.follower.catch_up().await.unwrap();
        let page = site.get("/waiting-times?pathway=continence").await;
        let main = page.texts("main").join(" ");
        assert!(
            main.contains("7 weeks") && main.contains("fewer than 5") && main.contains("30 September 2026"),
            "{main}"
        );
        assert_ne!(site.get("/waiting-times").await.headers["etag"], tag, "nobody is shown the page from before");
        let json = site.json("/waiting-times.json?pathway=continence&district=burnley").await;
        assert_eq!(json["rows"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&json["rows"][0]["median_weeks"], &json["rows"][0]["waiting"]),
            (&7.0.into(), &"fewer than 5".into())
        );
        assert_eq!(json["rows"][0]["row"], "trust, line 2");
        let csv = site.get("/waiting-times.csv?pathway=continence").await;
        assert!(csv.body.contains("\"A trust\"") && csv.body.contains("source of waits: The trust"), "{}", csv.body);
        site.app.store.remove_figures("trust").await.unwrap();
        site.follower.catch_up().await.unwrap();
        assert!(!said(&site, "/waiting-times").await.contains("7 weeks"));
    }
}

#[tokio::test]
async fn real_figures_take_the_place_of_made_up_ones() {
    let mut site = sample_site().await;
    load(&site.app.store, "real", &format!("{WAITS}continence,east-lancashire,referral-to-first-appointment,A trust,2026-09-30,7,9,30,90,The trust,,OGL,,\n")).await;
    site.follower.catch_up().await.unwrap();
    let main = said(&site, "/waiting-times").await;
    assert!(main.contains("7 weeks") && !main.contains("112 weeks"), "made-up waits never stand beside real ones");
}

#[tokio::test]
async fn odd_questions_of_the_board_are_answered() {
    for site in sample_sites().await {
        odd_questions_are_answered(&site).await;
    }
    assert_eq!(empty_site().await.get("/waiting-times?district=burnley").await.status, StatusCode::OK);
}

async fn odd_questions_are_answered(site: &Site) {
    for path in [
        "/waiting-times?district=nowhere&pathway=flying",
        "/waiting-times?district=%00",
        "/waiting-times.csv?pathway=x",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
    let page = site.get("/waiting-times?district=nowhere").await;
    assert_eq!(page.texts("#district-error"), ["Error: We do not know that district. We show all"]);
    assert!(page.texts("title")[0].starts_with("Error: "));
}
